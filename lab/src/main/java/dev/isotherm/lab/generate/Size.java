package dev.isotherm.lab.generate;

import java.util.Random;

/** How much is generated, and from which seed. */
record Size(int tokens, int documents, int queries, int seeds, long seed) {

    static final int MAX_DOCUMENTS = 10_000;

    Size {
        require("tokens", tokens, 32, 65_536);
        require("documents", documents, 2, MAX_DOCUMENTS);
        require("queries", queries, 1, documents);
        require("seeds", seeds, 1, 100);
    }

    private static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("%s are %d, they must be from %d to %d".formatted(name, value, min, max));
        }
    }

    /** Words are fewer than tokens: a tokenizer splits rare words and counts punctuation. */
    int words() {
        return tokens * 3 / 4;
    }

    /** A source for each seed, so that more seeds leave the first ones as they were. */
    Random random(int index) {
        return new Random(new Random(seed).longs(index + 1L).skip(index).findFirst().orElseThrow());
    }
}
