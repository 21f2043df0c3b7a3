package dev.isotherm.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionTest {

    @TempDir
    Path temporary;

    private Path folder;
    private BeirFolder beir;

    @BeforeEach
    void writeFolder() {
        folder = temporary.resolve("tableware");
        beir = new BeirFolder(folder);
    }

    @Test
    void readsAllThatTheFilesSay() {
        Collection collection = Collection.read(folder, Optional.empty());
        assertThat(collection.name()).isEqualTo("tableware");
        assertThat(collection.corpus()).containsExactly(
                new Document("d1", "Kettles", "They boil.", ""),
                new Document("d2", "", "Cups hold.", ""),
                new Document("d3", "", "Spoons stir.", ""));
        assertThat(collection.corpus()).extracting(Document::joined)
                .containsExactly("Kettles They boil.", "Cups hold.", "Spoons stir.");
        assertThat(collection.qrels()).isEqualTo(Map.of("q1", Map.of("d1", 2, "d3", 0), "q2", Map.of("d2", 1)));
    }

    @Test
    void leavesOutQueriesThatNothingIsRelevantTo() {
        assertThat(Collection.read(folder, Optional.empty()).queries())
                .containsExactly(new Query("q1", "what boils", ""), new Query("q2", "what holds", ""));
    }

    @Test
    void takesTheGroupFromTheFieldElseFromTheId() {
        beir.with("corpus.jsonl", """
                {"_id": "s0d0", "text": "a", "group": "s7"}
                {"_id": "s12d0", "text": "b", "group": null}
                {"_id": "other", "text": "c"}
                """).with("queries.jsonl", "{\"_id\": \"s12q0\", \"text\": \"b\"}")
                .with("qrels/test.tsv", "query-id\tcorpus-id\tscore\ns12q0\ts12d0\t1\n");
        Collection grouped = Collection.read(folder, Optional.of(Pattern.compile("^s\\d+")));
        assertThat(grouped.corpus()).extracting(Document::group).containsExactly("s7", "s12", "");
        assertThat(grouped.queries()).extracting(Query::group).containsExactly("s12");
        Collection ungrouped = Collection.read(folder, Optional.empty());
        assertThat(ungrouped.corpus()).extracting(Document::group).containsExactly("s7", "", "");
    }

    @Test
    void readsWindowsEndsOfLineAByteOrderMarkAndBlankLines() {
        beir.with("corpus.jsonl", "\uFEFF{\"_id\": \"d1\", \"text\": \"a\\u2028b\"}\r\n\r\n{\"_id\": \"d2\", \"text\": \"c\"}\r\n")
                .with("qrels/test.tsv", "query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\n\r\nq1\td2\t-1");
        Collection collection = Collection.read(folder, Optional.empty());
        assertThat(collection.corpus()).extracting(Document::text).containsExactly("a\u2028b", "c");
        assertThat(collection.qrels()).isEqualTo(Map.of("q1", Map.of("d1", 1, "d2", -1)));
    }

    @ParameterizedTest
    @CsvSource({"corpus.jsonl", "queries.jsonl", "qrels/test.tsv"})
    void namesTheFileThatIsMissingAndTheLayout(String file) {
        beir.without(file);
        assertRefused(file, "has no " + file + "; expected are corpus.jsonl, queries.jsonl and qrels/test.tsv");
    }

    @Test
    void refusesWhatIsNoFolder() {
        assertThatThrownBy(() -> Collection.read(folder.resolve("none"), Optional.empty()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none is not a folder; expected is one with corpus.jsonl");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "corpus.jsonl  | {'_id': 'd'            | line 2: not JSON (Unexpected end-of-input",
        "corpus.jsonl  | {'_id': 'd'} {}        | line 2: not JSON (Trailing token",
        "corpus.jsonl  | {'_id':'d','_id':'e'}  | line 2: not JSON (Duplicate",
        "corpus.jsonl  | ['d']                  | line 2: an array where a JSON object is expected",
        "corpus.jsonl  | {'text': 'a'}          | line 2: _id is missing, it must be a string",
        "corpus.jsonl  | {'_id': 7, 'text': ''} | line 2: _id is 7, it must be a string",
        "corpus.jsonl  | {'_id': ' '}           | line 2: _id is blank",
        "corpus.jsonl  | {'_id': 'd'}           | line 2: text is missing, it must be a string",
        "corpus.jsonl  | {'_id': 'd', 'text': []} | line 2: text is an array, it must be a string",
        "corpus.jsonl  | {'_id': 'd', 'text': '', 'title': 1} | line 2: title is 1, it must be a string",
        "corpus.jsonl  | {'_id': 'd', 'text': '', 'group': {}} | line 2: group is an object, it must be a string",
        "corpus.jsonl  | {'_id': '1', 'text': ''} | line 2: _id 1 stands on line 1 already",
        "queries.jsonl | {'_id': '1', 'text': ''} | line 2: _id 1 stands on line 1 already",
        "queries.jsonl | {'_id': 'q', 'text': true} | line 2: text is true, it must be a string",
    })
    void namesTheLineThatIsMalformed(String file, String line, String message) {
        beir.with(file, "{\"_id\": \"1\", \"text\": \"a\"}\n" + line.replace('\'', '"') + "\n");
        assertRefused(file, file + " " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "q1 d1     | line 2: 2 columns separated by tabs, expected are 3",
        "q1 0 d1 1 | line 2: 4 columns separated by tabs, expected are 3",
        "q1 d1 1.5 | line 2: score 1.5, it must be a whole number",
        "q1 d9 1   | line 2: document d9 is not in the collection",
        "q9 d1 1   | line 2: query q9 is not in the collection",
        "q1 d1 0   | has no query with a relevant document",
    })
    void namesTheJudgementThatIsWrong(String line, String message) {
        beir.with("qrels/test.tsv", "query-id\tcorpus-id\tscore\n" + line.replace(' ', '\t') + "\n");
        assertRefused("qrels", "test.tsv " + message);
    }

    @Test
    void refusesJudgementsWithoutHeaderAndContradictions() {
        beir.with("qrels/test.tsv", "q1\td1\t1\n");
        assertRefused("header", "test.tsv line 1: must be the header query-id, corpus-id, score");
        beir.with("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td1\t1\nq1\td1\t2\n");
        assertRefused("twice", "line 4: query q1 and document d1 have score 2 and, on an earlier line, 1");
    }

    @Test
    void refusesARelevantDocumentThatItsQueryIsNeverRankedAgainst() {
        beir.with("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"a\", \"group\": \"other\"}")
                .with("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
        assertRefused("groups", "line 2: query q1 is of group 'other', its relevant document d1 of group ''");
    }

    @Test
    void refusesAnEmptyCorpus() {
        beir.with("corpus.jsonl", "\n \n");
        assertRefused("empty", "corpus.jsonl is empty");
        assertThatThrownBy(() -> Collection.readCorpus(folder)).isInstanceOf(DataException.class);
    }

    @Test
    void readsACorpusWithoutItsQueries() {
        beir.without("queries.jsonl").without("qrels/test.tsv");
        assertThat(Collection.readCorpus(folder)).extracting(Document::id).containsExactly("d1", "d2", "d3");
        assertThat(Collection.readCorpus(folder.resolve("corpus.jsonl"))).hasSize(3);
        assertThatThrownBy(() -> Collection.readCorpus(folder.resolve("qrels")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("corpus.jsonl is not there; expected is a folder with corpus.jsonl");
    }

    private void assertRefused(String what, String message) {
        assertThatThrownBy(() -> Collection.read(folder, Optional.empty()))
                .as(what)
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith(folder.toString());
    }
}
