package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.Embedders;
import dev.isotherm.server.cli.IsothermProcess.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The length lab's commands of the packaged jar: what goes wrong is one sentence, what goes well is a report. */
@Timeout(180)
class LabCommandsIT {

    private static final String MINILM = "sentence-transformers/all-MiniLM-L6-v2";
    private static final String CORPUS = "{\"_id\": \"d1\", \"text\": \"Kettles boil.\"}\n{\"_id\": \"d2\", \"text\": \"Cups hold.\"}\n";
    private static final String QUERIES = "{\"_id\": \"q1\", \"text\": \"what boils\"}\n";

    @TempDir
    private Path directory;

    private IsothermProcess isotherm;

    @BeforeEach
    void useDirectory() {
        isotherm = new IsothermProcess(directory);
    }

    @Test
    void aCollectionThatCannotBeReadIsOneSentence() throws IOException, InterruptedException {
        String layout = "; expected are corpus.jsonl, queries.jsonl and qrels/test.tsv";
        assertRefused("tea has no qrels/test.tsv" + layout, "qrels/test.tsv", null);
        assertRefused("tea has no corpus.jsonl" + layout, "corpus.jsonl", null);
        assertRefused("corpus.jsonl is empty; expected is one document a line as a JSON object", "corpus.jsonl", "\n");
        assertRefused("corpus.jsonl line 3: _id d1 stands on line 1 already, each may be used once", "corpus.jsonl",
                CORPUS + "{\"_id\": \"d1\", \"text\": \"Spoons stir.\"}");
        assertRefused("queries.jsonl line 2: not JSON (", "queries.jsonl", QUERIES + "{\"_id\": \"q2\", \"text\": ");
    }

    @Test
    void aFlagOfEvaluateThatIsWrongIsOneSentence() throws IOException, InterruptedException {
        String folder = tea().toString();
        isotherm.assertMistake("policy '0.01': attention temperature: ", "evaluate", folder, "--policies", "1.0 0.01");
        isotherm.assertMistake("metric 'MAP' is unknown, there are NDCG@10, recall@10, recall@100, accuracy@1", "evaluate", folder, "--metric", "MAP");
        isotherm.assertMistake("scores texts and has no vectors", "evaluate", folder, "--model-id", Embedders.resource("tiny-bert-reranker").toString());
    }

    @Test
    void aMistakeOfCalibrateIsOneSentence() throws IOException, InterruptedException {
        String folder = tea().toString();
        isotherm.assertMistake("tea has 1 queries with a relevant document, calibrate needs 40 and more: of a larger collection, or made of more documents by --pseudo-queries",
                "calibrate", folder, "--model-id", MINILM, "--cache", cache(), "--output", output().toString());
        isotherm.assertMistake("nowhere does not exist", "calibrate", directory.resolve("nowhere").toString());
        isotherm.assertMistake("queries is 0, allowed is 1 and more", "calibrate", folder, "--queries", "0");
    }

    @Test
    void aMistakeOfAnalyzeIsOneSentence() throws IOException, InterruptedException {
        Path texts = Files.writeString(directory.resolve("texts.jsonl"), "\"one\"\n[]\n");
        isotherm.assertMistake("texts.jsonl line 2: neither a string nor an object with text", "analyze", texts.toString());
        isotherm.assertMistake("tea has only empty texts, how texts lie to each other takes at least 2", "analyze",
                tea("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"\"}").toString());
        isotherm.assertMistake("role is 'reader', allowed is document or query", "analyze", tea().toString(), "--role", "reader");
    }

    @Test
    void aMistakeOfGenerateIsOneSentence() throws IOException, InterruptedException {
        String folder = directory.resolve("made").toString();
        isotherm.assertMistake("task is essay, allowed is passkey or needle", "generate", "essay", folder);
        isotherm.assertMistake("tokens are 16, they must be from 32 to 65536", "generate", "passkey", folder, "--tokens", "16");
        isotherm.assertMistake("tea is not empty; a collection is written into a new or empty folder", "generate", "needle", tea().toString());
        Finished noNumber = isotherm.run("", "generate", "passkey", folder, "--tokens", "many");
        assertThat(noNumber.exitCode()).isEqualTo(2);
        assertThat(noNumber.err()).startsWith("Invalid value for option '--tokens': 'many' is not an int").doesNotContain("\tat ");
        assertThat(directory.resolve("made")).doesNotExist();
    }

    /** Two groups of four queries. What was embedded for one command is there for the next. */
    @Test
    void aGeneratedCollectionIsEvaluatedAndAnalyzed() throws IOException, InterruptedException {
        String made = generated(8, 4);
        Finished evaluated = lab("evaluate", made, "--policies", "1.0 0.8 1.0+centre");
        assertThat(evaluated.out()).startsWith("made: no policy differs significantly from 1.0 (accuracy@1 ").contains(" over 8 queries).");
        assertThat(evaluated.err().lines()).hasSize(4).allMatch(line -> line.matches("τ = (1\\.0|0\\.8), (query: 8|document: 16) texts in .* s"));
        assertReport("evaluation", "1.0", "0.8", "1.0+centre");
        Finished analyzed = lab("analyze", made, "--policies", "1.0 0.8+centre", "--bins", "1", "--layer-sample", "1");
        assertThat(analyzed.out()).startsWith("All 16 texts lie in one length bin (1+ tokens)");
        assertThat(analyzed.err()).as("nothing is embedded again").isEmpty();
        assertReport("analysis", "1.0", "0.8+centre");
    }

    @Test
    void aGeneratedCollectionIsCalibratedForAndItsPolicyIsUsed() throws IOException, InterruptedException {
        Finished calibrated = lab("calibrate", generated(20, 20), "--policies", "0.8 1.0+centre");
        Path file = output().resolve("policy.json");
        assertThat(calibrated.out()).contains("written: " + file);
        assertReport("calibration", "0.8", "1.0+centre");
        JsonNode policy = JsonMapper.builder().build().readTree(file.toFile());
        assertThat(policy.at("/model").asText()).isEqualTo(MINILM);
        assertThat(policy.at("/evidence/policy").asText()).isIn("1.0", "0.8", "1.0+centre");
        Finished embedded = isotherm.run("", "embed", "--model-id", MINILM, "--attention-temperature", "@" + file, "a text");
        assertThat(embedded.err()).isEmpty();
        assertThat(embedded.exitCode()).isZero();
    }

    private String generated(int documents, int queries) throws IOException, InterruptedException {
        String folder = directory.resolve("made").toString();
        Finished generated = isotherm.run("", "generate", "passkey", folder, "--documents", Integer.toString(documents),
                "--queries", Integer.toString(queries), "--seeds", "2", "--tokens", "64");
        assertThat(generated.err()).isEmpty();
        assertThat(generated.out()).isEqualTo("written: " + folder + System.lineSeparator());
        return folder;
    }

    private Finished lab(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--model-id", MINILM, "--cache", cache(), "--output", output().toString()));
        Finished finished = isotherm.run("", all.toArray(String[]::new));
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        return finished;
    }

    private void assertReport(String name, String... policies) {
        assertThat(output().resolve(name + ".md")).content().contains("model " + MINILM + ", fingerprint ").contains(policies);
        assertThat(output().resolve(name + ".html")).content().contains("</html>").contains(policies);
    }

    /** @param content of the file that is wrong; null for none */
    private void assertRefused(String message, String file, String content) throws IOException, InterruptedException {
        isotherm.assertMistake(message, "evaluate", tea(file, content).toString());
    }

    private Path tea(String file, String content) throws IOException {
        Path folder = tea();
        if (content == null) {
            Files.delete(folder.resolve(file));
        } else {
            Files.writeString(folder.resolve(file), content);
        }
        return folder;
    }

    /** A collection without a fault. */
    private Path tea() throws IOException {
        Path folder = directory.resolve("tea");
        Files.createDirectories(folder.resolve("qrels"));
        Files.writeString(folder.resolve("corpus.jsonl"), CORPUS);
        Files.writeString(folder.resolve("queries.jsonl"), QUERIES);
        Files.writeString(folder.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
        return folder;
    }

    private String cache() {
        return directory.resolve("cache").toString();
    }

    private Path output() {
        return directory.resolve("output");
    }
}
