package dev.isotherm.lab.evaluate;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A collection by index: what a ranking of document numbers is judged by.
 *
 * @param grades of each query, by document
 * @param documentGroups the group of each document, as a number
 * @param queryGroups of each query
 */
record Judged(Collection collection, List<Map<Integer, Integer>> grades, int[] documentGroups, int[] queryGroups) {

    static Judged of(Collection collection) {
        Map<String, Integer> documents = new HashMap<>();
        Map<String, Integer> groups = new HashMap<>();
        for (Document document : collection.corpus()) {
            documents.put(document.id(), documents.size());
        }
        List<Map<Integer, Integer>> grades = new ArrayList<>();
        for (Query query : collection.queries()) {
            Map<Integer, Integer> byIndex = new HashMap<>();
            collection.qrels().get(query.id()).forEach((id, grade) -> byIndex.put(documents.get(id), grade));
            grades.add(byIndex);
        }
        return new Judged(
                collection,
                grades,
                collection.corpus().stream().mapToInt(document -> number(groups, document.group())).toArray(),
                collection.queries().stream().mapToInt(query -> number(groups, query.group())).toArray());
    }

    private static int number(Map<String, Integer> groups, String group) {
        return groups.computeIfAbsent(group, name -> groups.size());
    }

    /** Grades of ranked documents, 0 for those not judged. */
    int[] graded(int query, int[] ranked) {
        return Arrays.stream(ranked).map(document -> grades.get(query).getOrDefault(document, 0)).toArray();
    }

    int[] allGrades(int query) {
        return grades.get(query).values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether a document takes part: it is of the query's group, and not the query itself, which some collections hold as a document. */
    boolean isCandidate(int query, int document) {
        return documentGroups[document] == queryGroups[query] && !isSame(collection.queries().get(query), collection.corpus().get(document));
    }

    /** Not by id alone: there are collections that number queries and documents alike. */
    private static boolean isSame(Query query, Document document) {
        return query.id().equals(document.id()) && (query.text().equals(document.text()) || query.text().equals(document.joined()));
    }

    /** The mean length of what is relevant to a query. */
    double relevantLength(int query, int[] documentTokens) {
        return grades.get(query).entrySet().stream().filter(entry -> entry.getValue() > 0)
                .mapToInt(entry -> documentTokens[entry.getKey()]).average().orElseThrow();
    }

    /**
     * Documents that none of these queries is judged on; all where there are too few others to fit anything on.
     *
     * @param queries by index
     */
    List<Integer> unjudged(IntStream queries, int atLeast) {
        Set<Integer> judged = new HashSet<>();
        queries.forEach(query -> judged.addAll(grades.get(query).keySet()));
        List<Integer> others = IntStream.range(0, documentGroups.length).filter(i -> !judged.contains(i)).boxed().toList();
        return others.size() >= atLeast ? others : IntStream.range(0, documentGroups.length).boxed().toList();
    }
}
