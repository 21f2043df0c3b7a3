package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isotherm.engine.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** A model whose files are texts in memory. */
record FakeModelFiles(Map<String, String> files) implements ModelFiles {

    /** What a model family says of a configuration. */
    static final ToIntFunction<JsonNode> POSITIONS = config -> config.path("max_position_embeddings").asInt(0);

    /** A model with the files that nearly every model has. */
    static FakeModelFiles bert() {
        return new FakeModelFiles(Map.of(
                "config.json", "{\"model_type\":\"bert\",\"max_position_embeddings\":512}",
                "tokenizer.json", "{\"version\":\"1.0\"}",
                "1_Pooling/config.json", "{\"pooling_mode\":\"mean\"}"));
    }

    /** Single quotes stand for double quotes. */
    FakeModelFiles with(String name, String json) {
        Map<String, String> more = new HashMap<>(files);
        more.put(name, json.replace('\'', '"'));
        return new FakeModelFiles(more);
    }

    FakeModelFiles without(String name) {
        Map<String, String> less = new HashMap<>(files);
        less.remove(name);
        return new FakeModelFiles(less);
    }

    ModelDescription describe() {
        return new ModelDescriptionReader(this, POSITIONS).read(ModelOverrides.NONE);
    }

    @Override
    public String id() {
        return "test/fake";
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name)).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Weights openWeights() {
        throw new ModelException("a fake has no weights");
    }
}
