package dev.isotherm.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsTest {

    @TempDir
    Path folder;

    @Test
    void readsOneTextALine() throws IOException {
        assertThat(Texts.read(file("notes.txt", "first\n\n  \n{\"text\": \"plain\"}\nlast")))
                .containsExactly(
                        new Document("1", "", "first", ""),
                        new Document("4", "", "{\"text\": \"plain\"}", ""),
                        new Document("5", "", "last", ""));
    }

    @Test
    void readsStringsAndObjects() throws IOException {
        assertThat(Texts.read(file("notes.jsonl", """
                "first"
                {"text": "second"}
                {"_id": "three", "title": "Third", "text": "third", "group": "g"}
                """)))
                .containsExactly(
                        new Document("1", "", "first", ""),
                        new Document("2", "", "second", ""),
                        new Document("three", "Third", "third", "g"));
    }

    @Test
    void readsAFolderAsACorpus() {
        assertThat(Texts.read(new BeirFolder(folder.resolve("beir")).folder())).hasSize(3);
    }

    @Test
    void namesTheLineThatIsMalformed() throws IOException {
        assertRefused(file("a.jsonl", "\"a\"\n7\n"), "a.jsonl line 2: neither a string nor an object with text");
        assertRefused(file("b.jsonl", "{\"title\": \"a\"}"), "b.jsonl line 1: text is missing");
        assertRefused(file("c.jsonl", "\"a\"\n\nplain\n"), "c.jsonl line 3: not JSON");
        assertRefused(file("d.jsonl", "{\"_id\": \"2\", \"text\": \"\"}\n\"b\"\n"), "line 2: _id 2 stands on line 1 already");
    }

    @Test
    void refusesNothing() throws IOException {
        assertRefused(file("empty.txt", "\n"), "empty.txt has no text");
        assertRefused(file("empty.jsonl", ""), "empty.jsonl has no text");
        assertRefused(folder.resolve("none.txt"), "none.txt does not exist");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Path file = folder.resolve("latin.txt");
        Files.write(file, "gut\nsch\u00f6n\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "latin.txt line 2: not UTF-8");
        assertThat(Texts.read(file("utf8.txt", "sch\u00f6n \uD83D\uDE00"))).extracting(Document::text)
                .containsExactly("sch\u00f6n \uD83D\uDE00");
    }

    @Test
    void refusesALineLongerThanTheBound() throws IOException {
        byte[] line = new byte[Lines.MAX_BYTES + 1];
        Arrays.fill(line, (byte) 'a');
        Path file = folder.resolve("long.txt");
        Files.write(file, line);
        assertRefused(file, "long.txt line 1: longer than 16777216 bytes");
        line[Lines.MAX_BYTES] = '\n';
        Files.write(file, line);
        assertThat(Texts.read(file)).hasSize(1);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> Texts.read(file)).isInstanceOf(DataException.class).hasMessageContaining(message);
    }
}
