package dev.isotherm.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.json.Json;
import dev.isotherm.server.service.ServedModel;
import java.io.IOException;

/** {@code GET /info}: text-embeddings-inference's fields, then ours. */
final class InfoAnswer {

    private InfoAnswer() {}

    static byte[] of(ServedModel model, ServerConfig config, ServedNames names, String version) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("model_id", model.description().id());
            json.writeObjectField("model_sha", model.description().commit().orElse(null));
            json.writeStringField("model_dtype", model.compute().dtype());
            json.writeStringField("served_model_name", names.primary());
            json.writeObjectFieldStart("model_type");
            writeType(json, model.description());
            json.writeEndObject();
            json.writeNumberField("max_concurrent_requests", config.limits().maxConcurrentRequests());
            json.writeNumberField("max_input_length", model.description().maxInputTokens());
            json.writeNumberField("max_batch_tokens", config.limits().maxBatchTokens());
            json.writeNullField("max_batch_requests");
            json.writeNumberField("max_client_batch_size", config.limits().maxClientBatchSize());
            json.writeBooleanField("auto_truncate", config.autoTruncate());
            json.writeNumberField("tokenization_workers", config.tokenizationWorkers());
            json.writeStringField("version", version);
            json.writeNumberField("max_queue_tokens", config.limits().maxQueueTokens());
            json.writeNumberField("payload_limit", config.limits().payloadLimit());
            json.writeStringField("fingerprint", model.space().fingerprint());
            json.writeStringField("attention_temperature", model.space().document().temperature().toString());
            if (!model.description().isClassifier()) {
                json.writeStringField("query_attention_temperature", model.space().query().temperature().toString());
                json.writeBooleanField("centred", model.space().document().centring().isPresent());
                json.writeNumberField("dimensions", model.space().dimensions());
                json.writeBooleanField("normalize", model.space().normalize());
            }
            json.writeArrayFieldStart("prompt_names");
            for (String prompt : model.description().prompts().keySet().stream().sorted().toList()) {
                json.writeString(prompt);
            }
            json.writeEndArray();
            json.writeStringField("backend", model.compute().backend());
            json.writeStringField("device", model.compute().device());
            json.writeNumberField("threads", model.compute().threads());
            json.writeNumberField("replicas", config.replicas());
            json.writeArrayFieldStart("gpus");
            for (ServedModel.Gpu gpu : model.compute().gpus()) {
                json.writeStartObject();
                json.writeStringField("device", gpu.device());
                json.writeStringField("name", gpu.hardware().name());
                json.writeStringField("compute_capability", gpu.hardware().computeCapability());
                json.writeNumberField("memory_bytes", gpu.hardware().memoryBytes());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeType(JsonGenerator json, ModelDescription model) throws IOException {
        if (!model.isClassifier()) {
            json.writeObjectFieldStart("embedding");
            json.writeStringField("pooling", model.pooling().label());
            json.writeEndObject();
            return;
        }
        json.writeObjectFieldStart(model.labels().size() == 1 ? "reranker" : "classifier");
        json.writeObjectFieldStart("id2label");
        for (int i = 0; i < model.labels().size(); i++) {
            json.writeStringField(Integer.toString(i), model.labels().get(i));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("label2id");
        for (int i = 0; i < model.labels().size(); i++) {
            json.writeNumberField(model.labels().get(i), i);
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
