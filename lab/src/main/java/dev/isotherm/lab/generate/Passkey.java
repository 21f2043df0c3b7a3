package dev.isotherm.lab.generate;

import dev.isotherm.lab.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * LongEmbed's passkey task (Zhu et al. 2024): five short sentences repeated, and somewhere between two of them whose pass key is
 * what; the query asks for one person's. All documents are alike but for that, so it measures whether a vector keeps one
 * sentence of a long text. Names differ within a seed; a query is ranked within its seed.
 *
 * @param tokens length of a document, 32 to 65536; it has at most three quarters as many words
 * @param documents a seed, 2 to 10000
 * @param queries a seed, 1 to {@code documents}
 * @param seeds independent repetitions, 1 to 100
 * @param seed the same arguments give the same bytes
 */
public record Passkey(int tokens, int documents, int queries, int seeds, long seed) {

    private static final List<String> FILLER = List.of(
            "The grass is green.", "The sky is blue.", "The sun is yellow.", "Here we go.", "There and back again.");
    private static final int KEYS = 50_000;

    /** @throws IllegalArgumentException when an argument is out of its range; the message names it and the range */
    public Passkey {
        new Size(tokens, documents, queries, seeds, seed);
    }

    /**
     * Writes a folder in BEIR's layout.
     *
     * @throws DataException when the folder exists and is not empty, or cannot be written
     */
    public void write(Path folder) {
        new SyntheticTask(new Size(tokens, documents, queries, seeds, seed), "\n", this::probes, this::filler).write(folder);
    }

    private List<Probe> probes(Random random) {
        List<Probe> probes = new ArrayList<>();
        for (String name : Names.distinct(documents, random)) {
            int key = 1 + random.nextInt(KEYS);
            probes.add(new Probe(
                    "%s's pass key is %d. Remember it. %d is the pass key for %s.".formatted(name, key, key, name),
                    "what is the passkey for %s?".formatted(name)));
        }
        return probes;
    }

    private String filler(int index, Random random) {
        return FILLER.get(index % FILLER.size());
    }
}
