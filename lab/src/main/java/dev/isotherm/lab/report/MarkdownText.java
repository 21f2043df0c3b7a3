package dev.isotherm.lab.report;

import java.util.regex.Pattern;

/** Plain text in GitHub Markdown: shown as it is, wherever it came from. */
final class MarkdownText {

    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[<&|~$]");
    /** What makes a line a heading, a list or a rule: 1. or 1) before a space, or one of # + - = >. */
    private static final Pattern BLOCK_START = Pattern.compile("^(\\d{1,9}(?=[.)](?:\\s|$))|(?=[#+\\-=>]))(.)");
    private static final Pattern TICKS = Pattern.compile("`+");

    private MarkdownText() {
    }

    /** Inside a line: a heading's text, a cell. */
    static String inline(String text) {
        return MARKUP.matcher(PlainText.line(text)).replaceAll("\\\\$0");
    }

    /** At the start of a line. */
    static String paragraph(String text) {
        return BLOCK_START.matcher(inline(text)).replaceFirst("$1\\\\$2");
    }

    /** A code block whose fence is longer than any run of backticks in it. */
    static String fenced(String text) {
        String clean = PlainText.lines(text).stripTrailing();
        int longest = TICKS.matcher(clean).results().mapToInt(ticks -> ticks.group().length()).max().orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return fence + "\n" + clean + "\n" + fence;
    }
}
