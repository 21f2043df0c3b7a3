package dev.isotherm.lab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A corpus, queries to it and judgements of what is relevant, as BEIR lays them out in a folder: {@code corpus.jsonl}
 * ({@code _id}, {@code title}, {@code text}), {@code queries.jsonl} ({@code _id}, {@code text}), {@code qrels/test.tsv}
 * (columns {@code query-id}, {@code corpus-id}, {@code score} under a header).
 *
 * @param name the folder's own name
 * @param queries those with at least one relevant document, in the file's order
 * @param qrels query id to document id to grade, for {@code queries} alone; grades above 0 are relevant
 */
public record Collection(String name, List<Document> corpus, List<Query> queries, Map<String, Map<String, Integer>> qrels) {

    private static final String LAYOUT = "corpus.jsonl, queries.jsonl and qrels/test.tsv";

    public Collection {
        corpus = List.copyOf(corpus);
        queries = List.copyOf(queries);
        qrels = Map.copyOf(qrels);
    }

    /**
     * @param groupPattern its first match in an id is the group of a document or query whose JSON has no {@code group}
     * @throws DataException when a file is missing or malformed, ids repeat or are unknown, or nothing is relevant to any query
     */
    public static Collection read(Path folder, Optional<Pattern> groupPattern) {
        Path corpusFile = required(folder, "corpus.jsonl");
        Path queriesFile = required(folder, "queries.jsonl");
        Path qrelsFile = required(folder, "qrels/test.tsv");
        List<Document> corpus = documents(corpusFile, groupPattern);
        List<Query> queries = queries(queriesFile, groupPattern);
        Map<String, Map<String, Integer>> qrels = new Qrels(corpus, queries).read(qrelsFile);
        List<Query> judged = queries.stream().filter(query -> qrels.containsKey(query.id())).toList();
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return new Collection(name, corpus, judged, qrels);
    }

    /**
     * Documents without queries, for what needs no judgements.
     *
     * @param folderOrFile a folder with {@code corpus.jsonl}, or such a file itself
     * @throws DataException when it is missing or malformed, ids repeat, or there is no document
     */
    public static List<Document> readCorpus(Path folderOrFile) {
        Path file = Files.isDirectory(folderOrFile) ? folderOrFile.resolve("corpus.jsonl") : folderOrFile;
        if (!Files.isRegularFile(file)) {
            throw new DataException("%s is not there; expected is a folder with corpus.jsonl, or such a file".formatted(file));
        }
        return documents(file, Optional.empty());
    }

    private static Path required(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            throw new DataException("%s is not a folder; expected is one with %s".formatted(folder, LAYOUT));
        }
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new DataException("%s has no %s; expected are %s".formatted(folder, name, LAYOUT));
        }
        return file;
    }

    private static List<Document> documents(Path file, Optional<Pattern> groupPattern) {
        List<Document> documents = new ArrayList<>();
        Ids ids = new Ids();
        JsonLine.forEachObject(file, row -> {
            String id = row.id();
            ids.add(id, row.line());
            String title = row.optional("title").orElse("");
            documents.add(new Document(id, title, row.string("text"), row.group(id, groupPattern)));
        });
        return requireSome(file, "document", documents);
    }

    private static List<Query> queries(Path file, Optional<Pattern> groupPattern) {
        List<Query> queries = new ArrayList<>();
        Ids ids = new Ids();
        JsonLine.forEachObject(file, row -> {
            String id = row.id();
            ids.add(id, row.line());
            queries.add(new Query(id, row.string("text"), row.group(id, groupPattern)));
        });
        return requireSome(file, "query", queries);
    }

    private static <T> List<T> requireSome(Path file, String what, List<T> items) {
        if (items.isEmpty()) {
            throw new DataException("%s is empty; expected is one %s a line as a JSON object".formatted(file, what));
        }
        return items;
    }
}
