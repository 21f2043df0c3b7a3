package dev.isotherm.lab.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.IntStream;

/** Round numbers along an axis, ascending, the first at or below the range and the last at or above it. */
final class Ticks {

    private static final int[] STEPS = {1, 2, 5};
    private static final int MOST_DECIMALS = 6;

    private Ticks() {
    }

    /** A place on an axis and what stands there. */
    record Tick(double value, String label) {
    }

    /** Multiples of 1, 2 or 5 times a power of ten, as many as fit. Decimal arithmetic, so that 0.3 is a tick and not almost one. */
    static List<Tick> covering(Extent range, int most) {
        BigDecimal low = BigDecimal.valueOf(range.low());
        BigDecimal high = BigDecimal.valueOf(range.high());
        for (int power = (int) Math.floor(Math.log10((range.high() - range.low()) / most));; power++) {
            for (int digit : STEPS) {
                BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(power);
                BigDecimal first = low.divide(step, 0, RoundingMode.FLOOR);
                BigDecimal count = high.divide(step, 0, RoundingMode.CEILING).subtract(first).add(BigDecimal.ONE);
                if (count.compareTo(BigDecimal.valueOf(most)) <= 0) {
                    return multiples(first, step, count.intValueExact());
                }
            }
        }
    }

    private static List<Tick> multiples(BigDecimal first, BigDecimal step, int count) {
        int decimals = Math.max(0, step.scale());
        return IntStream.range(0, count)
                .mapToDouble(i -> first.add(BigDecimal.valueOf(i)).multiply(step).doubleValue())
                .mapToObj(v -> new Tick(v, decimals <= MOST_DECIMALS ? Numbers.fixed(v, decimals) : Numbers.plain(v)))
                .toList();
    }

    /** 16, 32, 64 …, or every second, third … power of two where all are too many. */
    static List<Tick> powersOfTwo(Extent range, int most) {
        int low = Math.getExponent(range.low());
        int exact = Math.getExponent(range.high());
        int high = Math.scalb(1.0, exact) < range.high() ? exact + 1 : exact;
        int every = 1;
        while (-Math.floorDiv(-high, every) - Math.floorDiv(low, every) + 1 > most) {
            every++;
        }
        int step = every;
        return IntStream.rangeClosed(Math.floorDiv(low, step), -Math.floorDiv(-high, step))
                .mapToDouble(i -> Math.scalb(1.0, i * step)).mapToObj(v -> new Tick(v, Numbers.plain(v))).toList();
    }
}
