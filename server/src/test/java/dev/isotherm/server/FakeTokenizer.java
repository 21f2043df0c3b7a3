package dev.isotherm.server;

import dev.isotherm.engine.text.Tokenizer;
import dev.isotherm.engine.text.Tokens;
import dev.isotherm.engine.text.Truncation;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One token a word, between 1 and 2; a word that is a number is its own id. */
public final class FakeTokenizer implements Tokenizer {

    @Override
    public Tokens encode(String text, Truncation truncation) {
        int[] words = Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).mapToInt(FakeTokenizer::id).toArray();
        int kept = Math.min(words.length, truncation.maxTokens() - specialTokens());
        int from = truncation.side() == Truncation.Side.RIGHT ? 0 : words.length - kept;
        int[] ids = IntStream.concat(
                        IntStream.of(1),
                        IntStream.concat(Arrays.stream(words, from, from + kept), IntStream.of(2)))
                .toArray();
        return new Tokens(ids, new int[ids.length], words.length + specialTokens());
    }

    @Override
    public int specialTokens() {
        return 2;
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static int id(String word) {
        return word.matches("[0-9]{1,6}") ? Integer.parseInt(word) : word.length();
    }
}
