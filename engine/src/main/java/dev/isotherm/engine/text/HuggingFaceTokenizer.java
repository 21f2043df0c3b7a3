package dev.isotherm.engine.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's own {@code tokenizer.json}, run by the Rust tokenizers. Truncation is ours, because theirs forgets how long the
 * text was; padding is nobody's.
 */
public final class HuggingFaceTokenizer implements Tokenizer {

    static {
        TokenizerNatives.configure(Optional.empty());
    }

    private static final Map<String, String> OPTIONS = Map.of("truncation", "false", "padding", "false");
    private static final TokenizersLibrary NATIVE = TokenizersLibrary.LIB;

    private final ai.djl.huggingface.tokenizers.HuggingFaceTokenizer tokenizer;
    private final EncodedText empty;

    private HuggingFaceTokenizer(ai.djl.huggingface.tokenizers.HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.empty = encode("");
    }

    /**
     * @param json the contents of a {@code tokenizer.json}
     * @throws IllegalArgumentException when it is not one
     */
    public static HuggingFaceTokenizer of(byte[] json) {
        try {
            return new HuggingFaceTokenizer(ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json), OPTIONS));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("tokenizer.json: " + e.getMessage(), e);
        }
    }

    @Override
    public EncodedText encode(String text) {
        return read(NATIVE.encode(tokenizer.getHandle(), UnicodeText.wellFormed(text), true));
    }

    @Override
    public EncodedText encodePair(String first, String second) {
        return read(NATIVE.encodeDual(tokenizer.getHandle(), UnicodeText.wellFormed(first), UnicodeText.wellFormed(second), true));
    }

    @Override
    public EncodedText ofIds(int[] ids) {
        int[] special = new int[ids.length];
        for (int i = 0; i < Math.min(ids.length, empty.length()) && ids[i] == empty.ids()[i]; i++) {
            special[i] = 1;
        }
        for (int i = 1; i <= Math.min(ids.length, empty.length()) && ids[ids.length - i] == empty.ids()[empty.length() - i]; i++) {
            special[ids.length - i] = 1;
        }
        return new EncodedText(ids, new int[ids.length], special);
    }

    @Override
    public List<Piece> pieces(String text, boolean addSpecialTokens) {
        String wellFormed = UnicodeText.wellFormed(text);
        long encoding = NATIVE.encode(tokenizer.getHandle(), wellFormed, addSpecialTokens);
        try {
            return pieces(wellFormed, NATIVE.getTokenIds(encoding), NATIVE.getSpecialTokenMask(encoding),
                    NATIVE.getTokens(encoding), NATIVE.getTokenCharSpans(encoding));
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens) {
        return NATIVE.decode(tokenizer.getHandle(), Arrays.stream(ids).asLongStream().toArray(), skipSpecialTokens);
    }

    @Override
    public int specialTokens() {
        return empty.length();
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** Asks the native encoding for the three arrays needed; DJL's own accessor also builds a string for every token. */
    private static EncodedText read(long encoding) {
        try {
            return new EncodedText(
                    narrow(NATIVE.getTokenIds(encoding)),
                    narrow(NATIVE.getTypeIds(encoding)),
                    narrow(NATIVE.getSpecialTokenMask(encoding)));
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    private static List<Piece> pieces(String text, long[] ids, long[] special, String[] tokens, CharSpan[] spans) {
        Utf8Offsets offsets = new Utf8Offsets(text);
        List<Piece> pieces = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            int id = Math.toIntExact(ids[i]);
            pieces.add(special[i] == 1 || spans[i] == null
                    ? new Piece(id, tokens[i], special[i] == 1, 0, 0)
                    : offsets.piece(id, spans[i].getStart(), spans[i].getEnd()));
        }
        return pieces;
    }

    private static int[] narrow(long[] values) {
        int[] narrow = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = Math.toIntExact(values[i]);
        }
        return narrow;
    }
}
