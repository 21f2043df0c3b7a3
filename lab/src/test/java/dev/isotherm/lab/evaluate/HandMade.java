package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Texts without meaning, and collections whose judgements a test chooses; documents are d0, d1, …, queries q0, q1, …. */
final class HandMade {

    private static final List<String> WORDS = List.of("the", "length", "attention", "world", "a", "b", "x", "cat", "dog", "7", "sing");

    private HandMade() {}

    /** Each another, of 4 to 9 words. */
    static List<String> texts(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(i -> i + " " + String.join(" ",
                IntStream.range(0, 3 + random.nextInt(6)).mapToObj(word -> WORDS.get(random.nextInt(WORDS.size()))).toList())).toList();
    }

    /**
     * @param grades of each query, by the document's index
     */
    static Collection collection(List<String> documents, List<String> queries, List<Map<Integer, Integer>> grades) {
        return grouped(documents.stream().map(text -> "").toList(), documents, "", queries, grades);
    }

    /** One in which the documents are in groups, and all queries in one of them. */
    static Collection grouped(List<String> groups, List<String> documents, String group, List<String> queries, List<Map<Integer, Integer>> grades) {
        Map<String, Map<String, Integer>> qrels = new HashMap<>();
        IntStream.range(0, queries.size()).forEach(query -> {
            Map<String, Integer> judged = new HashMap<>();
            grades.get(query).forEach((document, grade) -> judged.put("d" + document, grade));
            qrels.put("q" + query, judged);
        });
        return new Collection("made",
                IntStream.range(0, documents.size()).mapToObj(i -> new Document("d" + i, "", documents.get(i), groups.get(i))).toList(),
                IntStream.range(0, queries.size()).mapToObj(i -> new Query("q" + i, queries.get(i), group)).toList(), qrels);
    }

    /** Each query has one relevant document. */
    static Collection answered(List<String> documents, List<String> queries, List<Integer> answers) {
        return collection(documents, queries, answers.stream().map(answer -> Map.of(answer, 1)).toList());
    }
}
