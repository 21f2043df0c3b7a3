package dev.isotherm.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.text.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers of causal models whose configuration, and not they themselves, asks for a token at the end. */
class EndTokenTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Llama's puts a token before texts and none behind; without any processor there is neither. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-qwen2"})
    void textsEndWithIt(String model) throws IOException {
        byte[] tokenizer = Files.readAllBytes(Embedders.resource(model).resolve("tokenizer.json"));
        String token = JSON.readTree(tokenizer).path("added_tokens").path(0).path("content").asText();
        int id = JSON.readTree(tokenizer).path("added_tokens").path(0).path("id").asInt();
        byte[] added = EndToken.added(tokenizer, config(token, true));
        try (HuggingFaceTokenizer plain = HuggingFaceTokenizer.of(tokenizer); HuggingFaceTokenizer ended = HuggingFaceTokenizer.of(added)) {
            int[] before = plain.encode("hello world").ids();
            int[] after = ended.encode("hello world").ids();
            boolean already = before[before.length - 1] == id;
            assertThat(after).hasSize(before.length + (already ? 0 : 1)).startsWith(before).endsWith(id);
            assertThat(ended.encode("hello world").trailing()).isEqualTo(1);
            assertThat(ended.encodePair("hello", "world").ids()).endsWith(id);
        }
    }

    @Test
    void nothingIsDoneTwice() throws IOException {
        byte[] tokenizer = Files.readAllBytes(Embedders.resource("tiny-llama").resolve("tokenizer.json"));
        String token = JSON.readTree(tokenizer).path("added_tokens").path(0).path("content").asText();
        byte[] once = EndToken.added(tokenizer, config(token, true));
        assertThat(JSON.readTree(EndToken.added(once, config(token, true)))).isEqualTo(JSON.readTree(once));
    }

    /** A file from who knows where is mended or refused, but no cause for a stack trace. */
    @Test
    void aTemplateWithoutAListOfTokensGetsOne() throws IOException {
        String tokenizer = "{\"added_tokens\": [{\"id\": 7, \"content\": \"</s>\"}], \"post_processor\": "
                + "{\"type\": \"TemplateProcessing\", \"single\": [{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}], \"pair\": []}}";
        JsonNode template = JSON.readTree(EndToken.added(tokenizer.getBytes(StandardCharsets.UTF_8), config("</s>", true))).path("post_processor");
        assertThat(template.at("/special_tokens/<~1s>/ids/0").asInt()).isEqualTo(7);
        assertThat(template.at("/single/1/SpecialToken/id").asText()).isEqualTo("</s>");
    }

    @Test
    void nothingIsDoneUnasked() {
        byte[] tokenizer = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(EndToken.added(tokenizer, Optional.empty())).isSameAs(tokenizer);
        assertThat(EndToken.added(tokenizer, config("</s>", false))).isSameAs(tokenizer);
    }

    @Test
    void aTokenThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> EndToken.added("{}".getBytes(StandardCharsets.UTF_8), config("</s>", true)))
                .isInstanceOf(ModelException.class)
                .hasMessage("tokenizer_config.json: add_eos_token is true, but tokenizer.json has no token '</s>'");
    }

    private static Optional<JsonNode> config(String token, boolean add) {
        return Optional.of(JSON.createObjectNode().put("add_eos_token", add).put("eos_token", token));
    }
}
