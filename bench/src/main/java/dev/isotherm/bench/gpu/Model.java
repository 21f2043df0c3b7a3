package dev.isotherm.bench.gpu;

import java.util.ArrayList;
import java.util.List;

/** The sizes of a BERT, and the kernels of its forward pass on CUDA. */
public enum Model {
    MINILM("all-MiniLM-L6-v2", 6, 384, 1536, true),
    BGE_SMALL("bge-small-en-v1.5", 12, 384, 1536, false),
    BGE_BASE("bge-base-en-v1.5", 12, 768, 3072, false);

    private static final double VOCABULARY = 30_522;
    private static final double POSITIONS = 512;
    private static final double FLOAT = 4;
    private static final double HALF = 2;

    private final String title;
    private final int layers;
    private final double hidden;
    private final double inner;
    private final boolean mean;

    /**
     * @param mean whether vectors are means; others are the first token's, which no kernel has to pool
     */
    Model(String title, int layers, double hidden, double inner, boolean mean) {
        this.title = title;
        this.layers = layers;
        this.hidden = hidden;
        this.inner = inner;
        this.mean = mean;
    }

    String title() {
        return title;
    }

    /** The kernels for so many tokens in sequences of n. */
    List<Stage> stages(double tokens, double n) {
        List<Stage> stages = new ArrayList<>(List.of(
                Stage.pass("EmbeddingLayerNorm", 1, 4 * tokens * hidden),
                Stage.product("queries, keys, values", layers, tokens, hidden, 3 * hidden),
                Stage.pass("QkvBiasTemperature", layers, 6 * tokens * hidden),
                Stage.attention(layers, tokens, n, hidden),
                Stage.product("attention output", layers, tokens, hidden, hidden),
                Stage.pass("ResidualLayerNorm", 2 * layers, 3 * tokens * hidden),
                Stage.product("up", layers, tokens, hidden, inner),
                Stage.pass("BiasGelu", layers, 2 * tokens * inner),
                Stage.product("down", layers, tokens, inner, hidden)));
        if (mean) {
            stages.add(new Stage("PoolSpans", 1, 0, HALF * tokens * hidden + FLOAT * tokens / n * hidden));
        }
        return stages;
    }

    /** Kernels and the two copies of a pass. */
    int launches() {
        return stages(1, 1).stream().mapToInt(Stage::times).sum() + 2;
    }

    double weightBytes() {
        double layer = 4 * hidden * hidden + 2 * hidden * inner + 9 * hidden + inner;
        return HALF * ((VOCABULARY + POSITIONS + 2) * hidden + layers * layer);
    }

    /** What lives within a layer until it ends: input, queries, keys, values, context, both residual sums, the inner row. */
    double bytesPerToken() {
        return HALF * (7 * hidden + inner);
    }
}
