package dev.isotherm.cuda;

import dev.isotherm.cuda.Launches.Lookup;

/**
 * Embeddings of packed tokens, normalized: {@code y[t] = LN(words[id[t]] + positions[position[t]] + types[type[t]])·γ + β}, y [T, H],
 * tables [V, H], [P, H] and [K, H], γ and β [H], ids int32 [T]. LN as in {@link ResidualLayerNorm}.
 *
 * <p>The kernel does not look whether ids lie inside their tables: that is checked where they come from.
 *
 * <p>Not yet run on a GPU.
 */
final class EmbeddingLayerNorm implements Launches.EmbeddingNorm {

    private final KernelFunction function;
    private final Element element;

    EmbeddingLayerNorm(KernelFunction function, Element element) {
        this.function = function;
        this.element = element;
    }

    @Override
    public void launch(
            long stream, Lookup words, Lookup positions, Lookup types, long gamma, long beta, long y, float epsilon, int tokens, int columns) {
        function.launch(
                stream, Grid.ofRows(tokens, columns, element), words.table(), words.ids(), positions.table(),
                positions.ids(), types.table(), types.ids(),
                gamma, beta, y, epsilon, columns);
    }

    /** The formula. An empty table adds nothing. */
    static float[] reference(Gather words, Gather positions, Gather types, float[] gamma, float[] beta, float epsilon) {
        int columns = gamma.length;
        float[] sum = new float[words.ids.length * columns];
        words.addTo(sum, columns);
        positions.addTo(sum, columns);
        types.addTo(sum, columns);
        return LayerNormReference.of(sum, gamma, beta, epsilon);
    }

    /** A table [entries, columns] and the entry of each token. */
    record Gather(float[] table, int[] ids) {

        private void addTo(float[] sum, int columns) {
            for (int i = 0; i < sum.length && table.length > 0; i++) {
                sum[i] += table[ids[i / columns] * columns + i % columns];
            }
        }
    }
}
