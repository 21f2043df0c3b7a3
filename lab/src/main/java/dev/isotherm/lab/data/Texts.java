package dev.isotherm.lab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Texts alone, in whatever form they are at hand. */
public final class Texts {

    private Texts() {}

    /**
     * A folder is read as a BEIR corpus; a file {@code *.jsonl} as strings or objects with {@code text} and, where given,
     * {@code _id} and {@code title}; any other file as one text a line. Blank lines are left out; a text without an id is
     * named by its line number.
     *
     * @throws DataException when nothing is there, a line is malformed or not UTF-8, or ids repeat
     */
    public static List<Document> read(Path path) {
        if (Files.isDirectory(path)) {
            return Collection.readCorpus(path);
        }
        List<Document> texts = path.toString().endsWith(".jsonl") ? jsonLines(path) : plainLines(path);
        if (texts.isEmpty()) {
            throw new DataException(path + " has no text; expected is at least one line that is not blank");
        }
        return List.copyOf(texts);
    }

    private static List<Document> plainLines(Path file) {
        List<Document> texts = new ArrayList<>();
        Lines.forEach(file, line -> texts.add(new Document(Integer.toString(line.number()), "", line.text(), "")));
        return texts;
    }

    private static List<Document> jsonLines(Path file) {
        List<Document> texts = new ArrayList<>();
        Ids ids = new Ids();
        JsonLine.forEachValue(file, row -> {
            Document text = text(row);
            ids.add(text.id(), row.line());
            texts.add(text);
        });
        return texts;
    }

    private static Document text(JsonLine row) {
        String number = Integer.toString(row.line().number());
        if (row.json().isTextual()) {
            return new Document(number, "", row.json().textValue(), "");
        }
        if (!row.json().isObject()) {
            throw row.line().refuse("neither a string nor an object with text");
        }
        String id = row.json().hasNonNull("_id") ? row.id() : number;
        return new Document(id, row.optional("title").orElse(""), row.string("text"), row.group(id, Optional.empty()));
    }
}
