package dev.isotherm.lab.generate;

import dev.isotherm.lab.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A needle in a haystack, after LongEmbed (Zhu et al. 2024): one fact at a random sentence boundary of a text on other things;
 * the query asks for it. Facts are about places that do not exist, so no model knows them. The filler is drawn at random from
 * general sentences, none twice in a row. A seed tells each of its facts once before it tells any again of another place. A query is
 * ranked within its seed.
 *
 * @param tokens length of a document, 32 to 65536; it has at most three quarters as many words
 * @param documents a seed, 2 to 10000
 * @param queries a seed, 1 to {@code documents}
 * @param seeds independent repetitions, 1 to 100
 * @param seed the same arguments give the same bytes
 */
public record Needle(int tokens, int documents, int queries, int seeds, long seed) {

    /** @throws IllegalArgumentException when an argument is out of its range; the message names it and the range */
    public Needle {
        new Size(tokens, documents, queries, seeds, seed);
    }

    /**
     * Writes a folder in BEIR's layout.
     *
     * @throws DataException when the folder exists and is not empty, or cannot be written
     */
    public void write(Path folder) {
        new SyntheticTask(new Size(tokens, documents, queries, seeds, seed), " ", this::probes, new Essay()).write(folder);
    }

    /** Round after round of all facts, each time of other places, so that no pair of fact and place comes twice. */
    private List<Probe> probes(Random random) {
        List<Fact> facts = new ArrayList<>(Fact.all());
        List<String> places = new ArrayList<>(TextResource.lines("places.txt"));
        Collections.shuffle(facts, random);
        Collections.shuffle(places, random);
        List<String> people = Names.distinct(documents, random);
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            int fact = i % facts.size();
            int round = i / facts.size();
            String place = places.get((fact + round) % places.size());
            probes.add(facts.get(fact).of(place, people.get(i), random));
        }
        return probes;
    }
}
