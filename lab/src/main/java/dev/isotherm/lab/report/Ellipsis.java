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
        int[] characters = PlainText.line(text).codePoints().toArray();
        double limit = room / fontSize;
        double width = 0;
        int fitting = 0;
        for (int c : characters) {
            width += width(c);
            if (width + AVERAGE <= limit) {
                fitting++;
            }
        }
        return width <= limit ? new String(characters, 0, characters.length)
                : new String(characters, 0, fitting).stripTrailing() + "…";
    }

    /** In ems; from Hangul on most scripts with many signs are square. */
    private static double width(int c) {
        return c >= 0x1100 && !(c >= 0x2000 && c < 0x2E80) ? 1 : AVERAGE;
    }
}
