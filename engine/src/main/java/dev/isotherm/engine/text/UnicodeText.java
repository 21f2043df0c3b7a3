package dev.isotherm.engine.text;

/** Java strings may hold lone surrogates; Unicode text may not, and native tokenizers refuse it. */
final class UnicodeText {

    private static final char REPLACEMENT = '\uFFFD';

    private UnicodeText() {}

    /** The same text with each lone surrogate replaced by U+FFFD; the same object when there is none. */
    static String wellFormed(String text) {
        int first = nextLoneSurrogate(text, 0);
        if (first == text.length()) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int i = first; i < text.length(); i = nextLoneSurrogate(text, i + 1)) {
            repaired.setCharAt(i, REPLACEMENT);
        }
        return repaired.toString();
    }

    private static int nextLoneSurrogate(String text, int from) {
        int i = from;
        while (i < text.length() && !Character.isSurrogate(text.charAt(i))) {
            i++;
        }
        while (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
            i += 2;
            while (i < text.length() && !Character.isSurrogate(text.charAt(i))) {
                i++;
            }
        }
        return i;
    }
}
