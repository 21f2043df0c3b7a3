package dev.isotherm.lab.report;

import java.util.List;
import java.util.stream.Stream;

/** Text as it came from a user's file, made fit to be shown: nothing in it that a terminal, browser or editor acts on. */
final class PlainText {

    private PlainText() {
    }

    /** One line: every run of white space is a space. */
    static String line(String text) {
        return lines(text).replaceAll("\\s+", " ").strip();
    }

    /** Line breaks and tabs stay; other control characters, lone surrogates and reordering marks become U+FFFD. */
    static String lines(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints()
                .map(c -> isShown(c) ? c : 0xFFFD)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    static List<String> paragraphs(String text) {
        return Stream.of(lines(text).split("\\n\\s*\\n")).map(PlainText::line).filter(p -> !p.isEmpty()).toList();
    }

    private static boolean isShown(int c) {
        if (c == '\n' || c == '\t') {
            return true;
        }
        // Overrides and isolates of direction can make a text read as something else than it is.
        boolean reorders = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        boolean noCharacter = c >= 0xD800 && c <= 0xDFFF || (c & 0xFFFE) == 0xFFFE;
        return !Character.isISOControl(c) && !reorders && !noCharacter;
    }
}
