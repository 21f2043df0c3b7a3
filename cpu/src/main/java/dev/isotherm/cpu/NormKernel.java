package dev.isotherm.cpu;

import com.sun.jna.Function;

/** Layer normalization over rows: {@code norm.c}. */
public final class NormKernel {

    private static final long ITEM_ROWS = 32;

    private final Function function;

    NormKernel(Function function) {
        this.function = function;
    }

    /**
     * {@code LN(x)·γ + β}. Addresses of numbers in the kernel's dtype.
     *
     * @param x [rows, columns]
     * @param gamma [columns]
     * @param beta [columns]
     * @param y [rows, columns], written to; may be x
     */
    public void apply(long x, long gamma, long beta, long y, int rows, int columns, double epsilon, Team team) {
        try (Argument argument = Argument.of(0L, (long) rows, (long) columns, x, gamma, beta, y, ITEM_ROWS, epsilon)) {
            team.run(function, argument.pointer());
        }
    }
}
