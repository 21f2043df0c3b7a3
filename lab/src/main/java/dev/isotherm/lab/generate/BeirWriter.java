package dev.isotherm.lab.generate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.lab.data.DataException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a collection in BEIR's layout line by line, ends of line LF on every system. */
final class BeirWriter implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Writer corpus;
    private final Writer queries;
    private final Writer qrels;

    private BeirWriter(Path folder) throws IOException {
        this.folder = folder;
        corpus = Files.newBufferedWriter(folder.resolve("corpus.jsonl"));
        queries = Files.newBufferedWriter(folder.resolve("queries.jsonl"));
        qrels = Files.newBufferedWriter(folder.resolve("qrels/test.tsv"));
    }

    /** @throws DataException when the folder exists and is not empty, or cannot be written */
    static BeirWriter create(Path folder) {
        try {
            requireEmpty(folder);
            Files.createDirectories(folder.resolve("qrels"));
            BeirWriter writer = new BeirWriter(folder);
            writer.qrels.write("query-id\tcorpus-id\tscore\n");
            return writer;
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new DataException(folder + " is a file; a collection is written into a new or empty folder");
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new DataException(folder + " is not empty; a collection is written into a new or empty folder");
                }
            }
        }
    }

    void document(String id, String text, String group) {
        writeLine(corpus, json("_id", id, "title", "", "text", text, "group", group));
    }

    /** A query and the one document that answers it. */
    void query(String id, String text, String group, String documentId) {
        writeLine(queries, json("_id", id, "text", text, "group", group));
        writeLine(qrels, "%s\t%s\t1".formatted(id, documentId));
    }

    private String json(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return JSON.valueToTree(fields).toString();
    }

    private void writeLine(Writer to, String line) {
        try {
            to.write(line + "\n");
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    @Override
    public void close() {
        try (corpus; queries; qrels) {
            // closing flushes; a full disk shows only here
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static DataException unwritable(Path folder, IOException cause) {
        return new DataException("%s cannot be written: %s".formatted(folder, cause));
    }
}
