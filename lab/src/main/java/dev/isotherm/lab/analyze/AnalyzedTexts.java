package dev.isotherm.lab.analyze;

import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.data.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The texts that are looked at, each different from the others: a text that is there twice would have a cosine of 1 with itself.
 *
 * @param name of their source, for people
 * @param texts in the source's order, at least 2
 * @param different how many different texts the source has
 * @param leftOut how many of the source's texts are empty or repeat another
 */
public record AnalyzedTexts(String name, List<String> texts, int different, int leftOut) {

    public AnalyzedTexts {
        texts = List.copyOf(texts);
    }

    /**
     * Draws without replacement, every text with the same chance.
     *
     * @param limit texts at most, at least 2
     * @throws DataException when fewer than 2 texts differ
     */
    public static AnalyzedTexts sample(String name, List<Document> documents, int limit, long seed) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>();
        documents.stream().map(Document::joined).filter(text -> !text.isBlank()).forEach(distinct::add);
        if (distinct.size() < 2) {
            throw new DataException("%s has %s, how texts lie to each other takes at least 2"
                    .formatted(name, distinct.isEmpty() ? "only empty texts" : documents.size() == 1 ? "1 text" : "1 text that is not empty or repeated"));
        }
        List<String> all = new ArrayList<>(distinct);
        List<String> texts = all.size() <= limit ? all : drawn(all, limit, seed);
        return new AnalyzedTexts(name, texts, all.size(), documents.size() - all.size());
    }

    private static List<String> drawn(List<String> all, int limit, long seed) {
        List<Integer> indices = new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
        Collections.shuffle(indices, new Random(seed));
        return indices.stream().limit(limit).sorted().map(all::get).toList();
    }
}
