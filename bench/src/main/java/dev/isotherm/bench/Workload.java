package dev.isotherm.bench;

import dev.isotherm.engine.text.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A set of texts, already tokenized, since tokenizing costs every contender the same. */
public enum Workload {
    SHORT("64 × 16", 64, 16, 16),
    MEDIUM("8 × 128", 8, 128, 128),
    LONG("4 × 512", 4, 512, 512),
    MIXED("64 mixed, 8–400", 64, 8, 400),
    SINGLE("1 × 10", 1, 10, 10);

    private static final int CLS = 101;
    private static final int SEP = 102;
    private static final int FIRST_WORD = 1_000;
    private static final int LAST_WORD = 29_000;

    private final String title;
    private final List<Tokens> texts;

    Workload(String title, int count, int shortest, int longest) {
        this.title = title;
        Random random = new Random(2410);
        this.texts = IntStream.range(0, count)
                .mapToObj(i -> text(shortest + random.nextInt(longest - shortest + 1), random))
                .toList();
    }

    String title() {
        return title;
    }

    List<Tokens> texts() {
        return texts;
    }

    int tokens() {
        return texts.stream().mapToInt(Tokens::count).sum();
    }

    private static Tokens text(int length, Random random) {
        int[] ids = random.ints(length, FIRST_WORD, LAST_WORD).toArray();
        ids[0] = CLS;
        ids[length - 1] = SEP;
        return new Tokens(ids, new int[length], length);
    }

    /** Token ids as a padded matrix [B, longest]; 0 pads. */
    static long[][] padded(List<Tokens> texts) {
        int longest = texts.stream().mapToInt(Tokens::count).max().orElseThrow();
        return texts.stream()
                .map(text -> Arrays.copyOf(Arrays.stream(text.ids()).asLongStream().toArray(), longest))
                .toArray(long[][]::new);
    }

    /** 1 for a token, 0 for padding: [B, longest]. */
    static long[][] mask(List<Tokens> texts) {
        int longest = texts.stream().mapToInt(Tokens::count).max().orElseThrow();
        return texts.stream()
                .map(text -> ones(text.count(), longest))
                .toArray(long[][]::new);
    }

    private static long[] ones(int count, int length) {
        long[] row = new long[length];
        Arrays.fill(row, 0, count, 1);
        return row;
    }
}
