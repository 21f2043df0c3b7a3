package dev.isotherm.lab.report;

import java.util.Locale;

/** How one series differs from another: a colour class, a shape and a dash, so that none of the three is needed alone. */
record Marker(int index) {

    private static final int COLOURS = 8;
    private static final String[] SHAPES = {
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "M-3.6 -3.6h7.2v7.2h-7.2z", "M0 -4.8l4.6 8h-9.2z", "M0 -5l4.4 5l-4.4 5l-4.4 -5z",
        "M0 4.8l4.6 -8h-9.2z", "M-1.5 -4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z", "M-5 -2.4h10v4.8h-10z"};
    private static final String[] DASHES = {"none", "7 3", "2 3", "9 3 2 3", "5 2", "1 2", "12 4"};

    String colour() {
        return "c" + index % COLOURS;
    }

    String dash() {
        return DASHES[index % DASHES.length];
    }

    /** Seven shapes against eight colours: 56 series differ. */
    void draw(Markup markup, double x, double y) {
        String place = String.format(Locale.ROOT, "translate(%s %s)", Markup.length(x), Markup.length(y));
        markup.empty("path", "class", "marker", "d", SHAPES[index % SHAPES.length], "transform", place);
    }

    void line(Markup markup, String path) {
        markup.empty("path", "class", "line", "d", path, "stroke-dasharray", dash());
    }
}
