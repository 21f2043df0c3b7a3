package dev.isotherm.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;

/** OpenAI's own Java client, LangChain4j's and Spring AI's: their vectors are the engine's. */
class OpenAiClientsIT {

    private static StartedServer server;
    private static List<float[]> expected;

    @BeforeAll
    static void start() throws Exception {
        expected = StartedServer.engineVectors();
        server = StartedServer.start();
        assertThat(expected).hasSameSizeAs(StartedServer.TEXTS).allSatisfy(vector -> assertThat(vector).hasSize(384));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void openAi() {
        OpenAIClient client = openAi(StartedServer.KEY);
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model(StartedServer.MODEL).inputOfArrayOfStrings(StartedServer.TEXTS).build();
        CreateEmbeddingResponse response = client.embeddings().create(request);
        assertSame(response.data().stream().map(embedding -> floats(embedding.embedding())).toList());
        assertThat(response.usage().promptTokens()).isEqualTo(StartedServer.TOKENS);
        assertThat(client.models().list().data()).extracting(Model::id).containsExactly(StartedServer.MODEL);
        assertThat(client.models().retrieve(StartedServer.MODEL).ownedBy()).isEqualTo("BAAI");
    }

    @Test
    void openAiWithFieldsOfOurs() {
        EmbeddingCreateParams request = EmbeddingCreateParams.builder()
                .model(StartedServer.MODEL).input(StartedServer.TEXTS.get(0)).dimensions(64)
                .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                .putAdditionalBodyProperty("attention_temperature", JsonValue.from(0.5)).build();
        float[] vector = floats(openAi(StartedServer.KEY).embeddings().create(request).data().get(0).embedding());
        assertThat(vector).hasSize(64);
        assertThat(Math.abs(vector[0] - expected.get(0)[0])).isGreaterThan(1e-4f);
    }

    @Test
    void openAiUnderstandsOurErrors() {
        EmbeddingCreateParams.Builder request = EmbeddingCreateParams.builder().model(StartedServer.MODEL).input("x");
        assertThatThrownBy(() -> openAi("wrong").embeddings().create(request.build()))
                .isInstanceOf(UnauthorizedException.class).hasMessageContaining("none of this server's");
        assertThatThrownBy(() -> openAi(StartedServer.KEY).embeddings().create(request.dimensions(9999).build()))
                .isInstanceOf(UnprocessableEntityException.class).hasMessageContaining("dimensions is 9999, allowed is 1 to 384");
        assertThatThrownBy(() -> openAi(StartedServer.KEY).embeddings().create(request.model("gpt").build()))
                .isInstanceOf(NotFoundException.class).hasMessageContaining("model is 'gpt'");
    }

    @Test
    void langChain4j() {
        OpenAiEmbeddingModel model = OpenAiEmbeddingModel.builder()
                .baseUrl(server.url() + "/v1").apiKey(StartedServer.KEY).modelName(StartedServer.MODEL).build();
        Response<List<dev.langchain4j.data.embedding.Embedding>> response =
                model.embedAll(StartedServer.TEXTS.stream().map(TextSegment::from).toList());
        assertSame(response.content().stream().map(dev.langchain4j.data.embedding.Embedding::vector).toList());
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(StartedServer.TOKENS);
        assertThat(model.dimension()).isEqualTo(384);
    }

    @Test
    void springAi() {
        OpenAiEmbeddingOptions options = OpenAiEmbeddingOptions.builder()
                .baseUrl(server.url() + "/v1").apiKey(StartedServer.KEY).model(StartedServer.MODEL).build();
        org.springframework.ai.openai.OpenAiEmbeddingModel model =
                org.springframework.ai.openai.OpenAiEmbeddingModel.builder().options(options).build();
        assertSame(model.embed(StartedServer.TEXTS));
    }

    private static OpenAIClient openAi(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(server.url() + "/v1").apiKey(key).maxRetries(0).build();
    }

    private static void assertSame(List<float[]> vectors) {
        assertThat(vectors).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(vectors.get(i)).hasSameSizeAs(expected.get(i));
            for (int j = 0; j < expected.get(i).length; j++) {
                assertThat(vectors.get(i)[j]).isCloseTo(expected.get(i)[j], within(1e-6f));
            }
        }
    }

    private static float[] floats(List<Float> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return floats;
    }
}
