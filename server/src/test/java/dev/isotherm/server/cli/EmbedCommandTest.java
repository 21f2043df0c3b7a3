package dev.isotherm.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.Embedders;
import dev.isotherm.server.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed of a model with sparse vectors. */
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

    private String embed(String... arguments) {
        String[] all = new String[arguments.length + 5];
        List.of("embed", "--model-id", Embedders.resource("tiny-splade").toString(), "--dtype", "float32").toArray(all);
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
