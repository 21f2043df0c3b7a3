package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.Embedders;
import dev.isotherm.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed, of models that are not the usual. */
class EmbedCommandTest {

    private final StringWriter err = new StringWriter();

    @Test
    void sparseVectorsAreIndicesAndValues() {
        List<String> lines = embed("hello world", "a").lines().toList();
        assertThat(lines).as(err.toString()).hasSize(2);
        JsonNode line = TestServer.parse(lines.get(0));
        assertThat(line.fieldNames()).toIterable().containsExactly("tokens", "truncated", "indices", "values");
        assertThat(line.get("indices").toString()).isEqualTo("[2,4,15,27,33,44,46,51,70]");
        assertThat(line.get("values")).hasSize(9).allMatch(value -> value.asDouble() > 0);
    }

    @Test
    void aBlendOfThemIsRefusedInOneSentence() {
        assertThat(embed("--attention-temperature", "blend:1.0,0.5", "a")).isEmpty();
        assertThat(err.toString().lines()).hasSize(1).first().asString()
                .startsWith("isotherm: model ").contains("yields sparse vectors: attention temperature is blend:1.0,0.5");
    }

    /** Its vectors are of texts with the prompt, whose tokens are not pooled. */
    @Test
    void aPromptThatIsNotPooledIsNotPooledHereEither() throws IOException {
        JsonNode golden = TestServer.parse(Files.readString(Embedders.resource("tiny-pooling-unprompted").resolve("golden.json"))).get(1);
        assertThat(golden.get("text").asText()).isEqualTo("hello world");
        assertThat(golden.get("temperature").asDouble()).isEqualTo(1);
        JsonNode embedding = TestServer.parse(embedWith("tiny-pooling-unprompted", "--default-prompt-name", "query", "hello world")).get("embedding");
        assertThat(embedding).hasSize(golden.get("vector").size());
        for (int i = 0; i < embedding.size(); i++) {
            assertThat(embedding.get(i).asDouble()).isCloseTo(golden.get("vector").get(i).asDouble(), within(1e-5));
        }
    }

    private String embed(String... arguments) {
        return embedWith("tiny-splade", arguments);
    }

    private String embedWith(String model, String... arguments) {
        String[] all = new String[arguments.length + 5];
        List.of("embed", "--model-id", Embedders.resource(model).toString(), "--dtype", "float32").toArray(all);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            Main.commandLine().setErr(new PrintWriter(err, true)).execute(all);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
