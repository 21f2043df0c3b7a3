package dev.isotherm.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.server.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server says of itself. */
class InfoAndMetricsTest {

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void infoHasTheFieldsOfTextEmbeddingsInferenceAndOurs() {
        JsonNode info = TestServer.json(server.get("/info"));
        assertThat(info.get("model_id").asText()).isEqualTo("test/fake");
        assertThat(info.get("model_dtype").asText()).isEqualTo("float32");
        assertThat(info.at("/model_type/embedding/pooling").asText()).isEqualTo("cls");
        assertThat(info.get("max_input_length").asInt()).isEqualTo(TestServer.WINDOW);
        assertThat(info.get("max_batch_tokens").asInt()).isEqualTo(64);
        assertThat(info.get("max_client_batch_size").asInt()).isEqualTo(16);
        assertThat(info.get("attention_temperature").asText()).isEqualTo("1.0");
        assertThat(info.get("served_model_name").asText()).isEqualTo("alias");
        assertThat(info.get("replicas").asInt()).isEqualTo(1);
        assertThat(info.get("gpus")).hasToString(
                "[{\"device\":\"cuda:0\",\"name\":\"Fake 1\",\"compute_capability\":\"9.0\",\"memory_bytes\":1073741824}]");
    }

    @Test
    void everySeriesExistsBeforeItsFirstUse() {
        String metrics = server.get("/metrics").body();
        assertThat(metrics).contains(
                "isotherm_requests_total{route=\"/embed\",status=\"200\"} 0.0",
                "isotherm_requests_total{route=\"/embed\",status=\"424\"} 0.0",
                "isotherm_requests_total{route=\"/v1/embeddings\",status=\"429\"} 0.0",
                "isotherm_requests_total{route=\"other\",status=\"404\"} 0.0",
                "isotherm_request_duration_seconds_bucket{route=\"/embed\",le=\"+Inf\"} 0",
                "isotherm_tokens_total 0.0",
                "isotherm_truncated_inputs_total 0.0",
                "isotherm_truncated_tokens_total 0.0",
                "isotherm_queue_tokens 0.0",
                "isotherm_queue_requests 0.0",
                "isotherm_queue_duration_seconds_count 0",
                "isotherm_tokenize_duration_seconds_count 0",
                "isotherm_forward_duration_seconds_count 0",
                "isotherm_batch_sequences_count 0",
                "isotherm_batch_tokens_count 0",
                "isotherm_forward_failures_total 0.0",
                "isotherm_out_of_memory_total 0.0",
                "isotherm_device_memory_bytes{compute_capability=\"9.0\",device=\"cuda:0\",name=\"Fake 1\"} 1.073741824E9",
                "isotherm_resident_memory_bytes ",
                "isotherm_native_memory_bytes ",
                "isotherm_build_info{",
                "jvm_memory_used_bytes{");
    }

    @Test
    void workIsCounted() {
        server.post("/embed", "{\"inputs\": [\"" + "1 ".repeat(40) + "\", \"1\"]}");
        server.post("/embed", "{\"inputs\": 3}");
        server.get("/nowhere");
        assertThat(server.metric("isotherm_requests_total{route=\"/embed\",status=\"200\"}")).isEqualTo(1);
        assertThat(server.metric("isotherm_requests_total{route=\"/embed\",status=\"400\"}")).isEqualTo(1);
        assertThat(server.metric("isotherm_requests_total{route=\"other\",status=\"404\"}")).isEqualTo(1);
        assertThat(server.metric("isotherm_inputs_total")).isEqualTo(2);
        assertThat(server.metric("isotherm_tokens_total")).isEqualTo(45);
        assertThat(server.metric("isotherm_truncated_inputs_total")).isEqualTo(1);
        assertThat(server.metric("isotherm_truncated_tokens_total")).isEqualTo(10);
        assertThat(server.metric("isotherm_batch_sequences_sum")).isEqualTo(2);
        assertThat(server.metric("isotherm_batch_tokens_sum")).isEqualTo(35);
        assertThat(server.metric("isotherm_queue_duration_seconds_count")).isEqualTo(2);
        assertThat(server.metric("isotherm_resident_memory_bytes")).isGreaterThan(10_000_000);
    }
}
