package dev.isotherm.lab.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isotherm.lab.data.Collection;
import dev.isotherm.lab.data.DataException;
import dev.isotherm.lab.data.Document;
import dev.isotherm.lab.data.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorsTest {

    private static final List<String> FILES = List.of("corpus.jsonl", "queries.jsonl", "qrels/test.tsv");

    @TempDir
    Path temporary;

    @Test
    void idsGroupsAndJudgementsAreThoseOfASeed() {
        Path folder = temporary.resolve("needle");
        new Needle(64, 5, 3, 2, 1).write(folder);
        Collection needle = Collection.read(folder, Optional.empty());
        assertThat(needle.corpus()).extracting(Document::id)
                .containsExactly("s0d0", "s0d1", "s0d2", "s0d3", "s0d4", "s1d0", "s1d1", "s1d2", "s1d3", "s1d4");
        assertThat(needle.corpus()).extracting(Document::group).startsWith("s0").endsWith("s1").containsOnly("s0", "s1");
        assertThat(needle.queries()).extracting(Query::id).containsExactly("s0q0", "s0q1", "s0q2", "s1q0", "s1q1", "s1q2");
        assertThat(needle.queries()).extracting(Query::group).containsExactly("s0", "s0", "s0", "s1", "s1", "s1");
        needle.queries().forEach(query -> assertThat(needle.qrels().get(query.id()))
                .isEqualTo(Map.of(query.id().replace('q', 'd'), 1)));
    }

    @Test
    void passkeyIsOneLineSomewhereInTheCycle() {
        Path folder = temporary.resolve("passkey");
        new Passkey(256, 100, 50, 2, 7).write(folder);
        Collection passkey = Collection.read(folder, Optional.empty());
        for (Document document : passkey.corpus()) {
            List<String> lines = document.text().lines().toList();
            String needle = lines.stream().filter(line -> line.contains("pass key")).findFirst().orElseThrow();
            assertThat(needle).matches("(\\w+ \\w+)'s pass key is (\\d{1,5})\\. Remember it\\. \\2 is the pass key for \\1\\.");
            assertThat(document.text().replaceAll("\n?" + needle + "\n?", " ").strip())
                    .matches("(The grass is green\\. The sky is blue\\. The sun is yellow\\. Here we go\\. There and back again\\. ?)+"
                            + "(The grass is green\\.)?( The sky is blue\\.)?( The sun is yellow\\.)?( Here we go\\.)?");
        }
    }

    @Test
    void aPasskeyIsAskedForByTheNameInItsDocumentAndNoOther() {
        Path folder = temporary.resolve("passkey");
        new Passkey(64, 300, 300, 1, 7).write(folder);
        Collection passkey = Collection.read(folder, Optional.empty());
        Set<String> names = new HashSet<>();
        for (Query query : passkey.queries()) {
            String name = query.text().replaceAll("what is the passkey for (.*)\\?", "$1");
            names.add(name);
            assertThat(passkey.corpus().stream().filter(document -> document.text().contains(name + "'s")).map(Document::id))
                    .containsExactly(query.id().replace('q', 'd'));
        }
        assertThat(names).hasSize(300);
    }

    @Test
    void needlesAreAtDifferentDepths() {
        Path folder = temporary.resolve("passkey");
        new Passkey(512, 200, 1, 1, 3).write(folder);
        List<Double> depths = Collection.read(folder, Optional.empty()).corpus().stream()
                .map(document -> document.text().indexOf("'s pass key") / (double) document.text().length())
                .toList();
        assertThat(depths).anyMatch(depth -> depth < 0.1).anyMatch(depth -> depth > 0.85);
        assertThat(depths.stream().mapToDouble(depth -> depth).average().orElseThrow()).isBetween(0.4, 0.56);
    }

    /** Twenty-four words are the least that is ever asked for: each fact must fit, with the longest of places and names. */
    @ParameterizedTest
    @CsvSource({"32,3000", "33,200", "256,200", "1000,100"})
    void documentsHaveAtMostThreeQuartersAsManyWordsAsTokens(int tokens, int documents) {
        new Needle(tokens, documents, 1, 1, 5).write(temporary.resolve("needle"));
        new Passkey(tokens, documents, 1, 1, 5).write(temporary.resolve("passkey"));
        for (String task : List.of("needle", "passkey")) {
            assertThat(Collection.readCorpus(temporary.resolve(task))).as(task).hasSize(documents).allSatisfy(document ->
                    assertThat(document.text().split("\\s+").length).isBetween(tokens < 64 ? 1 : tokens * 3 / 4 - 20, tokens * 3 / 4));
        }
    }

    @Test
    void theSameArgumentsGiveTheSameBytesAndMoreSeedsLeaveTheFirstAlone() throws IOException {
        for (String name : List.of("a", "b")) {
            new Needle(128, 20, 10, 2, 9).write(temporary.resolve(name));
            new Passkey(128, 20, 10, 2, 9).write(temporary.resolve("p" + name));
        }
        new Needle(128, 20, 10, 3, 9).write(temporary.resolve("more"));
        new Needle(128, 20, 10, 2, 10).write(temporary.resolve("other"));
        for (String file : FILES) {
            assertThat(temporary.resolve("a").resolve(file)).hasSameBinaryContentAs(temporary.resolve("b").resolve(file));
            assertThat(temporary.resolve("pa").resolve(file)).hasSameBinaryContentAs(temporary.resolve("pb").resolve(file));
            assertThat(text("more", file)).startsWith(text("a", file));
        }
        assertThat(text("other", "corpus.jsonl")).isNotEqualTo(text("a", "corpus.jsonl"));
    }

    @Test
    void seedsDiffer() {
        new Needle(128, 50, 50, 2, 9).write(temporary.resolve("needle"));
        List<Query> queries = Collection.read(temporary.resolve("needle"), Optional.empty()).queries();
        assertThat(queries.stream().map(Query::text).distinct()).hasSizeGreaterThan(90);
    }

    @ParameterizedTest
    @CsvSource({
        "31, 2, 1, 1, 'tokens are 31, they must be from 32 to 65536'",
        "65537, 2, 1, 1, 'tokens are 65537, they must be from 32 to 65536'",
        "32, 1, 1, 1, 'documents are 1, they must be from 2 to 10000'",
        "32, 10001, 1, 1, 'documents are 10001, they must be from 2 to 10000'",
        "32, 9, 10, 1, 'queries are 10, they must be from 1 to 9'",
        "32, 9, 0, 1, 'queries are 0, they must be from 1 to 9'",
        "32, 9, 1, 0, 'seeds are 0, they must be from 1 to 100'",
        "32, 9, 1, 101, 'seeds are 101, they must be from 1 to 100'",
    })
    void refusesSizes(int tokens, int documents, int queries, int seeds, String message) {
        assertThatThrownBy(() -> new Needle(tokens, documents, queries, seeds, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> new Passkey(tokens, documents, queries, seeds, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void writesIntoAnEmptyFolderButNeverOverAnything() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("needle"));
        Needle needle = new Needle(32, 2, 1, 1, 0);
        needle.write(folder);
        assertRefused(() -> needle.write(folder), "needle is not empty; a collection is written into a new or empty folder");
        Path file = Files.writeString(temporary.resolve("file"), "mine");
        assertRefused(() -> needle.write(file), "file is a file; a collection is written into a new or empty folder");
        assertRefused(() -> needle.write(file.resolve("inside")), "inside cannot be written");
        assertThat(file).hasContent("mine");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    private String text(String folder, String file) throws IOException {
        return Files.readString(temporary.resolve(folder).resolve(file));
    }
}
