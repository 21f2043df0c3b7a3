package dev.isotherm.cuda;

import java.util.List;
import java.util.Optional;

/**
 * What kernels do for a forward pass, an interface each. Callers know these and not the kernels' classes, and do otherwise what there is
 * no kernel for: one is taken away by deleting its two files and its line in {@link CudaKernels}.
 *
 * <p>All take addresses of device memory and start their work on a stream, in the order of calls; {@code rows} may be 0.
 */
public interface Launches {

    /** What does this, if there is a kernel that does. */
    <L> Optional<L> find(Class<L> operation);

    /**
     * @param kernels one or none for an operation
     */
    static Launches of(List<?> kernels) {
        List<?> all = List.copyOf(kernels);
        return new Launches() {
            @Override
            public <L> Optional<L> find(Class<L> operation) {
                return all.stream().filter(operation::isInstance).<L>map(operation::cast).findFirst();
            }
        };
    }

    /** Adds the bias to packed queries, keys and values, and multiplies the queries by 1/τ. */
    interface BiasTemperature {

        /**
         * One temperature for all rows.
         *
         * @param qkv address of [rows, 3 · hidden] elements, changed in place
         * @param bias address of [3 · hidden] elements
         * @param inverseTemperature 1/τ
         */
        void launch(long stream, long qkv, long bias, float inverseTemperature, int rows, int hidden);

        /**
         * A temperature for each row, which is that of the row's sequence.
         *
         * @param qkv address of [rows, 3 · hidden] elements, changed in place
         * @param bias address of [3 · hidden] elements
         * @param inverseTemperatures address of [rows] float32, 1/τ
         */
        void launchMixed(long stream, long qkv, long bias, long inverseTemperatures, int rows, int hidden);
    }

    /** {@code x = gelu(x + bias)}. */
    interface Gelu {

        /**
         * @param x address of [rows, columns] elements, changed in place
         * @param bias address of [columns] elements
         */
        void launch(long stream, long x, long bias, int rows, int columns);
    }

    /** {@code y = LN(x + residual)·γ + β}. */
    interface ResidualNorm {

        /**
         * @param x address of [rows, columns] elements
         * @param residual address of [rows, columns] elements
         * @param gamma address of [columns] elements
         * @param beta address of [columns] elements
         * @param y address of [rows, columns] elements, written to; may be x or residual
         */
        void launch(long stream, long x, long residual, long gamma, long beta, long y, float epsilon, int rows, int columns);
    }

    /** {@code y = LN(words + positions + types)·γ + β}. */
    interface EmbeddingNorm {

        /**
         * @param gamma address of [columns] elements
         * @param beta address of [columns] elements
         * @param y address of [tokens, columns] elements, written to
         */
        void launch(
                long stream, Lookup words, Lookup positions, Lookup types, long gamma, long beta, long y, float epsilon, int tokens, int columns);
    }

    /**
     * Addresses of a table, and of the int32 [tokens] that say which of its rows each token has.
     *
     * @param table address of [entries, columns] elements; 0 adds nothing, as in models without such a table
     * @param ids address of [tokens] int32, each from 0 to entries - 1; not looked at without a table
     */
    record Lookup(long table, long ids) {

        /** Adds nothing. */
        public static final Lookup NONE = new Lookup(0, 0);
    }

    /** Token spans to one float32 vector each. */
    interface Pool {

        /**
         * @param x address of [T, columns] elements
         * @param cuSeqlens address of [spans + 1] int32, ascending
         * @param pooled address of [spans, columns] float32, written to
         */
        void launch(long stream, long x, long cuSeqlens, long pooled, PoolMode mode, int spans, int columns);
    }

    /** What becomes of a span's rows: their mean, the first, the last, or the greatest of each column. The kernel knows them by ordinal. */
    enum PoolMode {
        MEAN,
        CLS,
        LAST,
        MAX
    }
}
