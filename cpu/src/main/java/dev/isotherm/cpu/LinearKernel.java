package dev.isotherm.cpu;

import com.sun.jna.Function;
import com.sun.jna.Pointer;

/** Linear layers and what follows them, over weights in panels: {@code linear.c}. */
public final class LinearKernel {

    /** Rows that one thread takes at a time. */
    private static final int ITEM_ROWS = 64;

    /** Bytes of panels that are worked through while they are in a core's cache. */
    private static final int CACHED_BYTES = 400 << 10;

    /** Items for each thread, so that none waits long for another. */
    private static final int ITEMS_PER_THREAD = 4;

    private final Function function;
    private final Function pack;
    private final Kernels.Variant variant;

    LinearKernel(Function function, Function pack, Kernels.Variant variant) {
        this.function = function;
        this.pack = pack;
        this.variant = variant;
    }

    /** What is done to {@code x·Wᵀ + b}: nothing; GELU with the exact error function; a residual is added. */
    public enum Then {
        NOTHING,
        GELU,
        RESIDUAL
    }

    /**
     * A layer's parameters as the kernel reads them, until closed.
     *
     * @param weight address of [columns, inner] in the kernel's dtype; not needed any more after this
     * @param bias [columns]
     * @param inner in bfloat16 an even number
     */
    public Layer layer(long weight, float[] bias, int inner) {
        return new Layer(weight, bias, inner);
    }

    /** One linear layer. */
    public final class Layer implements AutoCloseable {

        private final long inner;
        private final long columns;
        private final int panels;
        private final long panelBytes;
        private final Room weights;
        private final Room bias;
        private final Room scales;
        private final Room totals;

        private Layer(long weight, float[] bias, int inner) {
            if (!variant.int8() && inner % variant.valuesPerWord() != 0) {
                throw new IllegalArgumentException("inner is %d, allowed are multiples of %d".formatted(inner, variant.valuesPerWord()));
            }
            this.inner = inner;
            this.columns = bias.length;
            this.panels = (bias.length + variant.panel() - 1) / variant.panel();
            this.panelBytes = (long) (inner + variant.valuesPerWord() - 1) / variant.valuesPerWord() * variant.panel() * Integer.BYTES;
            long floats = (long) panels * variant.panel() * Float.BYTES;
            this.weights = new Room(panels * panelBytes);
            this.bias = new Room(floats);
            this.scales = new Room(floats);
            this.totals = new Room(floats);
            this.bias.start().clear(floats);
            this.bias.start().write(0, bias, 0, bias.length);
            try (Argument argument = argument(0, 0, 0, 0, Then.NOTHING, 0, 0, null, 0)) {
                pack.invokeVoid(new Object[] {
                    argument.pointer(), new Pointer(weight), weights.start(), scales.start(), totals.start()});
            }
        }

        /**
         * @param x address of [rows, inner]
         * @param residual address of [rows, columns]; read only where it is asked for
         * @param y address of [rows, columns], written to
         */
        public void apply(long x, long residual, long y, int rows, Then then, Team team) {
            int itemRows = Math.min(ITEM_ROWS, (rows + 7) / 8 * 8);
            int itemPanels = itemPanels((rows + itemRows - 1) / itemRows, team.threads());
            long scratchBytes = scratchBytes(itemRows);
            try (Room scratch = new Room(scratchBytes * team.threads());
                    Argument argument = argument(x, residual, y, rows, then, itemRows, itemPanels, scratch.start(), scratchBytes)) {
                team.run(function, argument.pointer());
            }
        }

        @Override
        public void close() {
            weights.close();
            bias.close();
            scales.close();
            totals.close();
        }

        private int itemPanels(int rowItems, int threads) {
            int itemPanels = (int) Math.max(1, Math.min(panels, CACHED_BYTES / panelBytes));
            while (itemPanels > 1 && rowItems * ((panels + itemPanels - 1) / itemPanels) < threads * ITEMS_PER_THREAD) {
                itemPanels = (itemPanels + 1) / 2;
            }
            return itemPanels;
        }

        /** In int8 a thread keeps its rows' values, in whole vectors, and a scale and an offset of each. */
        private long scratchBytes(int itemRows) {
            return variant.int8() ? itemRows * (2L * Float.BYTES + (inner + 63) / 64 * 64) : 0;
        }

        private Argument argument(
                long x, long residual, long y, long rows, Then then, long itemRows, long itemPanels, Pointer scratch, long scratchBytes) {
            return Argument.of(
                    0L, 0L, rows, inner, columns, x, weights.start(), bias.start(), scales.start(), totals.start(),
                    residual, y, (long) then.ordinal(), itemRows, itemPanels, scratch, scratchBytes);
        }
    }

    /** The variant, such as {@code int8_bfloat16_avx512}. */
    @Override
    public String toString() {
        return variant.suffix();
    }
}
