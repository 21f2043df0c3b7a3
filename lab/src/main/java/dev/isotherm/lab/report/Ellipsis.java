package dev.isotherm.lab.report;

/** Names cut to the room they have. SVG cannot measure text without a script, so widths are those of a usual sans serif. */
final class Ellipsis {

    private static final double AVERAGE = 0.56;

    private Ellipsis() {
    }

    /**
     * The text, or as much of its start as fits with an ellipsis behind it.
     *
     * @param room in SVG units
     * @param fontSize in the same units
     */
    static String cut(String text, double room, double fontSize) {
        String line = PlainText.line(text);
        if (width(line, fontSize) <= room) {
            return line;
        }
        StringBuilder start = new StringBuilder();
        double left = room / fontSize - AVERAGE;
        for (int c : line.codePoints().toArray()) {
            left -= width(c);
            if (left < 0) {
                break;
            }
            start.appendCodePoint(c);
        }
        return start.toString().stripTrailing() + "…";
    }

    /** About the width of a line, in the unit of the font size. */
    static double width(String line, double fontSize) {
        return line.codePoints().mapToDouble(Ellipsis::width).sum() * fontSize;
    }

    /** In ems; from Hangul on most scripts with many signs are square. */
    private static double width(int c) {
        return c >= 0x1100 && !(c >= 0x2000 && c < 0x2E80) ? 1 : AVERAGE;
    }
}
