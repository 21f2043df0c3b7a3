package dev.isotherm.lab.report;

/** The size of a picture, in SVG units that are pixels at its intended width. Each plot is drawn for screens and for phones. */
enum Frame {
    WIDE(720, 340, 10), NARROW(350, 280, 6);

    /** Between an axis and the first and last point, so that no mark sits on the axis. */
    static final double INSET = 12;
    static final double FONT = 12;

    private final int width;
    private final int height;
    private final int ticks;

    Frame(int width, int height, int ticks) {
        this.width = width;
        this.height = height;
        this.ticks = ticks;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The most ticks that fit on the horizontal axis. */
    int ticks() {
        return ticks;
    }

    /** Opens the picture; its name and description are for readers who hear it. */
    void open(Markup markup, String id, String title, String description, double drawnHeight) {
        String name = id + "-" + (this == WIDE ? "w" : "n");
        markup.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", this == WIDE ? "wide" : "narrow",
                "viewBox", "0 0 " + width + " " + Markup.length(drawnHeight), "role", "img",
                "aria-labelledby", name + "-t " + name + "-d");
        markup.element("title", title, "id", name + "-t").element("desc", description, "id", name + "-d");
    }
}
