package dev.isotherm.lab.generate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Documents that each hide one probe in filler, written one at a time.
 *
 * @param around what separates the probe from the filler on either side
 * @param probes as many as there are documents, from one seed's source
 */
record SyntheticTask(Size size, String around, Function<Random, List<Probe>> probes, Filler filler) {

    void write(Path folder) {
        try (BeirWriter writer = BeirWriter.create(folder)) {
            for (int s = 0; s < size.seeds(); s++) {
                write(writer, "s" + s, size.random(s));
            }
        }
    }

    private void write(BeirWriter writer, String group, Random random) {
        List<Probe> hidden = probes.apply(random);
        for (int d = 0; d < size.documents(); d++) {
            String documentId = group + "d" + d;
            writer.document(documentId, document(hidden.get(d).needle(), random), group);
            if (d < size.queries()) {
                writer.query(group + "q" + d, hidden.get(d).question(), group, documentId);
            }
        }
    }

    private String document(String needle, Random random) {
        List<String> sentences = sentences(size.words() - words(needle), random);
        int at = random.nextInt(sentences.size() + 1);
        List<String> parts = new ArrayList<>();
        parts.add(String.join(" ", sentences.subList(0, at)));
        parts.add(needle);
        parts.add(String.join(" ", sentences.subList(at, sentences.size())));
        parts.removeIf(String::isEmpty);
        return String.join(around, parts);
    }

    /** Whole sentences up to the first that would be too long. */
    private List<String> sentences(int words, Random random) {
        List<String> sentences = new ArrayList<>();
        int left = words;
        String next = filler.sentence(0, random);
        while (words(next) <= left) {
            sentences.add(next);
            left -= words(next);
            next = filler.sentence(sentences.size(), random);
        }
        return sentences;
    }

    private static int words(String text) {
        return text.split(" ").length;
    }
}
