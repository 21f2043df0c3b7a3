package dev.isotherm.engine.text;

/** From offsets in code points, as the tokenizer library tells them, to parts of a text and offsets in its UTF-8. */
final class Utf8Offsets {

    private final String text;

    /** [c+1] for c code points: the UTF-16 index at which each begins, then the end. */
    private final int[] characters;

    /** [c+1]: the byte of UTF-8 at which each begins, then the end. */
    private final int[] bytes;

    Utf8Offsets(String text) {
        this.text = text;
        int count = text.codePointCount(0, text.length());
        this.characters = new int[count + 1];
        this.bytes = new int[count + 1];
        for (int i = 0; i < count; i++) {
            int codePoint = text.codePointAt(characters[i]);
            characters[i + 1] = characters[i] + Character.charCount(codePoint);
            bytes[i + 1] = bytes[i] + utf8Length(codePoint);
        }
    }

    Piece piece(int id, int from, int to) {
        return new Piece(id, text.substring(characters[from], characters[to]), false, bytes[from], bytes[to]);
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
