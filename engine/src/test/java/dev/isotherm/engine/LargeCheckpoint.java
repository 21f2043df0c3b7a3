package dev.isotherm.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A BERT of any size without values: its files take no room on disk, since the weights are a hole that reads as zeros. */
record LargeCheckpoint(int hidden, int layers, int heads, int inner, int vocabulary) {

    private static final int POSITIONS = 64;

    /** Parameters in all. */
    long parameters() {
        return shapes().values().stream().mapToLong(LargeCheckpoint::product).sum();
    }

    /** Writes all but the weights. */
    Path writeConfig(Path directory) throws IOException {
        for (String name : new String[] {"tokenizer.json", "modules.json"}) {
            Files.copy(Embedders.resource("tiny-bert").resolve(name), directory.resolve(name));
        }
        return Files.writeString(directory.resolve("config.json"), ("{\"model_type\": \"bert\", \"hidden_size\": %d, "
                + "\"num_hidden_layers\": %d, \"num_attention_heads\": %d, \"intermediate_size\": %d, \"vocab_size\": %d, "
                + "\"max_position_embeddings\": %d, \"type_vocab_size\": 2}").formatted(hidden, layers, heads, inner, vocabulary, POSITIONS))
                .getParent();
    }

    void writeWeights(Path directory) throws IOException {
        long[] end = {0};
        String header = shapes().entrySet().stream().map(tensor -> {
            long begin = end[0];
            end[0] += product(tensor.getValue()) * Float.BYTES;
            return "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}".formatted(tensor.getKey(),
                    tensor.getValue().length == 1 ? tensor.getValue()[0] : tensor.getValue()[0] + "," + tensor.getValue()[1], begin, end[0]);
        }).collect(Collectors.joining(",", "{", "}"));
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length()).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII)).flip();
        try (FileChannel file = FileChannel.open(directory.resolve("model.safetensors"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(start);
            file.write(ByteBuffer.allocate(1), start.capacity() + end[0] - 1);
        }
    }

    private Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new TreeMap<>();
        shapes.put("embeddings.word_embeddings.weight", new long[] {vocabulary, hidden});
        shapes.put("embeddings.position_embeddings.weight", new long[] {POSITIONS, hidden});
        shapes.put("embeddings.token_type_embeddings.weight", new long[] {2, hidden});
        norm(shapes, "embeddings.LayerNorm");
        for (int i = 0; i < layers; i++) {
            String layer = "encoder.layer." + i + ".";
            linear(shapes, layer + "attention.self.query", hidden, hidden);
            linear(shapes, layer + "attention.self.key", hidden, hidden);
            linear(shapes, layer + "attention.self.value", hidden, hidden);
            linear(shapes, layer + "attention.output.dense", hidden, hidden);
            norm(shapes, layer + "attention.output.LayerNorm");
            linear(shapes, layer + "intermediate.dense", inner, hidden);
            linear(shapes, layer + "output.dense", hidden, inner);
            norm(shapes, layer + "output.LayerNorm");
        }
        return shapes;
    }

    private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", new long[] {out, in});
        shapes.put(name + ".bias", new long[] {out});
    }

    private void norm(Map<String, long[]> shapes, String name) {
        shapes.put(name + ".weight", new long[] {hidden});
        shapes.put(name + ".bias", new long[] {hidden});
    }

    private static long product(long[] shape) {
        return shape.length == 1 ? shape[0] : Math.multiplyExact(shape[0], shape[1]);
    }
}
