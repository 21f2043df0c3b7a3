package dev.isotherm.server;

import dev.isotherm.engine.text.EncodedText;
import dev.isotherm.engine.text.Piece;
import dev.isotherm.engine.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One token a word, between 1 and 2; a word that is a number is its own id. */
public final class FakeTokenizer implements Tokenizer {

    @Override
    public EncodedText encode(String text) {
        int[] ids = IntStream.concat(IntStream.of(1), IntStream.concat(words(text), IntStream.of(2))).toArray();
        return marked(ids, 0, ids.length - 1);
    }

    @Override
    public EncodedText encodePair(String first, String second) {
        int[] ids = Stream.of(IntStream.of(1), words(first), IntStream.of(2), words(second), IntStream.of(2))
                .flatMapToInt(part -> part).toArray();
        return marked(ids, 0, (int) words(first).count() + 1, ids.length - 1);
    }

    @Override
    public EncodedText ofIds(int[] ids) {
        return ids[0] == 1 && ids[ids.length - 1] == 2 ? marked(ids, 0, ids.length - 1) : marked(ids);
    }

    @Override
    public List<Piece> pieces(String text, boolean addSpecialTokens) {
        return Arrays.stream((addSpecialTokens ? "1 " + text + " 2" : text).split(" "))
                .map(word -> new Piece(id(word), word, id(word) < 3, 0, word.length())).toList();
    }

    @Override
    public String decode(int[] ids, boolean skipSpecialTokens) {
        return Arrays.stream(ids).filter(id -> !skipSpecialTokens || id > 2).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    private static EncodedText marked(int[] ids, int... places) {
        int[] special = new int[ids.length];
        for (int place : places) {
            special[place] = 1;
        }
        return new EncodedText(ids, new int[ids.length], special);
    }

    private static IntStream words(String text) {
        return Stream.of(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).mapToInt(FakeTokenizer::id);
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
