package dev.isotherm.cuda;

import dev.isotherm.cuda.Launches.PoolMode;

/**
 * Pooling of token spans to one unnormalised float32 vector each. Span b of x [T, H] holds the rows from {@code cu_seqlens[b]} up to,
 * not including, {@code cu_seqlens[b + 1]}; pooled is [B, H]. The mean's sum is float32, in an order that depends on nothing but the
 * span's length. A span without tokens gives zeros.
 *
 * <p>Not yet run on a GPU.
 */
final class PoolSpans implements Launches.Pool {

    /** A block's threads: {@code WARPS} in {@code PoolSpans.cu}. */
    private static final int THREADS = 4 * 32;

    private final KernelFunction function;
    private final Element element;

    PoolSpans(KernelFunction function, Element element) {
        this.function = function;
        this.element = element;
    }

    @Override
    public void launch(long stream, long x, long cuSeqlens, long pooled, PoolMode mode, int spans, int columns) {
        Grid grid = Grid.ofTiles(spans, columns, 32 * element.vector(), THREADS);
        function.launch(stream, grid, x, cuSeqlens, pooled, mode.ordinal(), columns);
    }

    /** The formula. */
    static float[] reference(float[] x, int[] cuSeqlens, PoolMode mode, int columns) {
        int spans = cuSeqlens.length - 1;
        float[] pooled = new float[spans * columns];
        for (int span = 0; span < spans; span++) {
            for (int column = 0; column < columns && cuSeqlens[span] < cuSeqlens[span + 1]; column++) {
                pooled[span * columns + column] = pool(x, cuSeqlens[span], cuSeqlens[span + 1], mode, columns, column);
            }
        }
        return pooled;
    }

    private static float pool(float[] x, int begin, int end, PoolMode mode, int columns, int column) {
        double sum = 0;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int token = begin; token < end; token++) {
            sum += x[token * columns + column];
            greatest = Math.max(greatest, x[token * columns + column]);
        }
        return switch (mode) {
            case MEAN -> (float) (sum / (end - begin));
            case CLS -> x[begin * columns + column];
            case LAST -> x[(end - 1) * columns + column];
            case MAX -> greatest;
        };
    }
}
