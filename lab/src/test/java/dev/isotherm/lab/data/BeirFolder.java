package dev.isotherm.lab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small collection on disk that tests break in one place at a time. */
record BeirFolder(Path folder) {

    BeirFolder {
        write(folder, "corpus.jsonl", """
                {"_id": "d1", "title": "Kettles", "text": "They boil."}
                {"_id": "d2", "title": "", "text": "Cups hold."}
                {"_id": "d3", "text": "Spoons stir."}
                """);
        write(folder, "queries.jsonl", """
                {"_id": "q1", "text": "what boils"}
                {"_id": "q2", "text": "what holds"}
                {"_id": "q3", "text": "what flies"}
                """);
        write(folder, "qrels/test.tsv", """
                query-id\tcorpus-id\tscore
                q2\td2\t1
                q1\td1\t2
                q1\td3\t0
                q3\td3\t0
                """);
    }

    BeirFolder with(String file, String content) {
        write(folder, file, content);
        return this;
    }

    BeirFolder without(String file) {
        try {
            Files.delete(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private static void write(Path folder, String file, String content) {
        try {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
