package dev.isotherm.engine.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
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
    private final int specialTokens;

    private HuggingFaceTokenizer(ai.djl.huggingface.tokenizers.HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.specialTokens = encode("").ids.length;
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
    public Tokens encode(String text, Truncation truncation) {
        return encode(text).cut(truncation);
    }

    @Override
    public int specialTokens() {
        return specialTokens;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** Asks the native encoding for the three arrays needed; DJL's own accessor also builds a string for every token. */
    private Encoded encode(String text) {
        long encoding = NATIVE.encode(tokenizer.getHandle(), UnicodeText.wellFormed(text), true);
        try {
            return new Encoded(
                    narrow(NATIVE.getTokenIds(encoding)),
                    narrow(NATIVE.getTypeIds(encoding)),
                    narrow(NATIVE.getSpecialTokenMask(encoding)));
        } finally {
            NATIVE.deleteEncoding(encoding);
        }
    }

    private static int[] narrow(long[] values) {
        int[] narrow = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = Math.toIntExact(values[i]);
        }
        return narrow;
    }

    /** A whole text; {@code special} marks the tokens that the tokenizer added, not those spelled out in the text. */
    private record Encoded(int[] ids, int[] typeIds, int[] special) {

        Tokens cut(Truncation truncation) {
            int excess = ids.length - truncation.maxTokens();
            if (excess <= 0) {
                return new Tokens(ids, typeIds, ids.length);
            }
            int from = cutFrom(excess, truncation.side());
            return new Tokens(without(ids, from, from + excess), without(typeIds, from, from + excess), ids.length);
        }

        /** Where {@code excess} tokens are taken out: content as long as there is enough of it, else from the end. */
        private int cutFrom(int excess, Truncation.Side side) {
            int prefix = leading();
            int content = ids.length - prefix - trailing(prefix);
            if (content < excess) {
                return ids.length - excess;
            }
            return side == Truncation.Side.RIGHT ? prefix + content - excess : prefix;
        }

        private int leading() {
            int count = 0;
            while (count < special.length && special[count] == 1) {
                count++;
            }
            return count;
        }

        private int trailing(int prefix) {
            int count = 0;
            while (count < special.length - prefix && special[special.length - 1 - count] == 1) {
                count++;
            }
            return count;
        }

        private static int[] without(int[] values, int from, int to) {
            int[] kept = Arrays.copyOf(values, values.length - (to - from));
            System.arraycopy(values, to, kept, from, values.length - to);
            return kept;
        }
    }
}
