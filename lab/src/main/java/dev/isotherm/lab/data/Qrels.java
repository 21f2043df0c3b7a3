package dev.isotherm.lab.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judgements in BEIR's columns, held against the documents and queries that they name. */
final class Qrels {

    private static final String HEADER = "query-id\tcorpus-id\tscore";

    private final Map<String, Document> documents;
    private final Map<String, Query> queries;

    Qrels(List<Document> documents, List<Query> queries) {
        this.documents = documents.stream().collect(Collectors.toMap(Document::id, Function.identity()));
        this.queries = queries.stream().collect(Collectors.toMap(Query::id, Function.identity()));
    }

    /** Query id to document id to grade, without queries that have no relevant document. */
    Map<String, Map<String, Integer>> read(Path file) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        Lines.forEach(file, line -> {
            if (line.number() > 1) {
                add(line, grades);
            } else if (!line.text().equals(HEADER)) {
                throw line.refuse("must be the header query-id, corpus-id, score, separated by tabs");
            }
        });
        grades.values().removeIf(judged -> judged.values().stream().noneMatch(grade -> grade > 0));
        if (grades.isEmpty()) {
            throw new DataException(file + " has no query with a relevant document; expected is at least one score above 0");
        }
        grades.replaceAll((query, judged) -> Map.copyOf(judged));
        return grades;
    }

    private void add(Line line, Map<String, Map<String, Integer>> grades) {
        String[] columns = line.text().split("\t", -1);
        if (columns.length != 3) {
            throw line.refuse("%d columns separated by tabs, expected are 3: query-id, corpus-id, score".formatted(columns.length));
        }
        Query query = known(queries, "query", columns[0], line);
        Document document = known(documents, "document", columns[1], line);
        int grade = grade(columns[2], line);
        requireReachable(query, document, grade, line);
        Integer earlier = grades.computeIfAbsent(query.id(), id -> new LinkedHashMap<>()).put(document.id(), grade);
        if (earlier != null && earlier != grade) {
            throw line.refuse("query %s and document %s have score %d and, on an earlier line, %d"
                    .formatted(query.id(), document.id(), grade, earlier));
        }
    }

    private static <T> T known(Map<String, T> byId, String kind, String id, Line line) {
        T found = byId.get(id);
        if (found == null) {
            throw line.refuse("%s %s is not in the collection".formatted(kind, id));
        }
        return found;
    }

    private static int grade(String column, Line line) {
        try {
            return Integer.parseInt(column.strip());
        } catch (NumberFormatException e) {
            throw line.refuse("score %s, it must be a whole number".formatted(column));
        }
    }

    /** A relevant document of another group would never be ranked: every score would be too low, and nobody told. */
    private static void requireReachable(Query query, Document document, int grade, Line line) {
        if (grade > 0 && !query.group().equals(document.group())) {
            throw line.refuse("query %s is of group '%s', its relevant document %s of group '%s'; they must be of one group"
                    .formatted(query.id(), query.group(), document.id(), document.group()));
        }
    }
}
