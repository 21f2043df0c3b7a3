package dev.isotherm.lab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two texts and how similar people found them.
 *
 * @param score any finite number; only the order of scores counts
 */
public record ScoredPair(String first, String second, double score) {

    /**
     * @param file JSON lines with {@code score}, {@code s1} and {@code s2}, or a folder with such a {@code pairs.jsonl}
     * @throws DataException when it is missing, malformed, or has fewer than two pairs
     */
    public static List<ScoredPair> read(Path file) {
        Path pairsFile = Files.isDirectory(file) ? file.resolve("pairs.jsonl") : file;
        if (!Files.isRegularFile(pairsFile)) {
            throw new DataException("%s is not there; expected are JSON lines with score, s1 and s2".formatted(pairsFile));
        }
        List<ScoredPair> pairs = new ArrayList<>();
        JsonLine.forEachObject(pairsFile, row ->
                pairs.add(new ScoredPair(row.string("s1"), row.string("s2"), row.number("score"))));
        if (pairs.size() < 2) {
            throw new DataException("%s has %d pairs; a rank correlation needs at least 2".formatted(pairsFile, pairs.size()));
        }
        return List.copyOf(pairs);
    }
}
