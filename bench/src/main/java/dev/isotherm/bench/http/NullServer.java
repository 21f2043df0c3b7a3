package dev.isotherm.bench.http;

import dev.isotherm.engine.EmbeddingSpace;
import dev.isotherm.engine.EmbeddingSpace.Recipe;
import dev.isotherm.engine.batch.PackedBatch;
import dev.isotherm.engine.hub.BundledModel;
import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelDescriptionReader;
import dev.isotherm.engine.hub.ModelOverrides;
import dev.isotherm.engine.model.Encoder;
import dev.isotherm.engine.model.ModelFamily;
import dev.isotherm.engine.model.Output;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.text.HuggingFaceTokenizer;
import dev.isotherm.server.IsothermServer;
import dev.isotherm.server.config.ServerConfig;
import dev.isotherm.server.service.ServedModel;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The server as it is, tokenizer and all, before a device that takes no time: every text's vector is the same row of numbers but for
 * the first, which is its number of tokens. Argument: the port.
 */
final class NullServer {

    static final int DIMENSIONS = 384;
    private static final int BATCH_TOKENS = 16_384;

    private NullServer() {}

    public static void main(String[] arguments) {
        ModelDescription model = new ModelDescriptionReader(BundledModel.BGE_SMALL_EN, ModelFamily::positions).read(ModelOverrides.NONE);
        Recipe recipe = new Recipe("", AttentionTemperature.NONE, Optional.empty());
        EmbeddingSpace space = new EmbeddingSpace("none", "none", model.pooling(), true, DIMENSIONS, "float", recipe, recipe, "");
        ServedModel served = new ServedModel(model, HuggingFaceTokenizer.of(model.tokenizerJson()), List.of(new NullEncoder()), space,
                new ServedModel.Compute("none", "none", "float32", 1, "no forward pass", List.of()));
        ServerConfig config = ServerConfig.defaults().withPort(Integer.parseInt(arguments[0]))
                .withMaxBatchTokens(BATCH_TOKENS).withTokenizationWorkers(Runtime.getRuntime().availableProcessors());
        new IsothermServer(config, served).start();
    }

    /** Numbers as long and as uneven as a model's. */
    static float[] vector(int tokens) {
        float[] vector = new float[DIMENSIONS];
        Random random = new Random(2410);
        for (int i = 1; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        vector[0] = tokens;
        return vector;
    }

    private record NullEncoder(float[] row) implements Encoder {

        private NullEncoder() {
            this(vector(0));
        }

        @Override
        public Output encode(PackedBatch batch) {
            float[][] vectors = new float[batch.sequences()][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = row.clone();
                vectors[i][0] = batch.length(i);
            }
            return new Output.Pooled(vectors);
        }

        @Override
        public int vocabularySize() {
            return Integer.MAX_VALUE;
        }

        @Override
        public int layers() {
            return 12;
        }

        @Override
        public int dimensions() {
            return DIMENSIONS;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
