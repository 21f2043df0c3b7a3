package dev.isotherm.engine.temperature;

import dev.isotherm.engine.temperature.RangeTemperature.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary policies of every kind. */
final class Policies {

    private Policies() {}

    static Arbitrary<AttentionTemperature> any() {
        return Arbitraries.oneOf(fixed(), logLength(), ranges(), firstHalf());
    }

    static Arbitrary<AttentionTemperature> fixed() {
        return taus().map(FixedTemperature::new);
    }

    static Arbitrary<AttentionTemperature> logLength() {
        return Arbitraries.integers().between(2, 1_000_000).map(LogLengthTemperature::new);
    }

    static Arbitrary<AttentionTemperature> firstHalf() {
        return taus().map(FirstHalfTemperature::new);
    }

    static Arbitrary<AttentionTemperature> ranges() {
        Arbitrary<List<Integer>> starts =
                Arbitraries.integers().between(2, Integer.MAX_VALUE).list().uniqueElements().ofMaxSize(63);
        return Combinators.combine(starts, taus().list().ofSize(64)).as(Policies::table);
    }

    /** Seventeen significant digits, as most doubles have. */
    private static Arbitrary<Double> taus() {
        return Arbitraries.doubles().between(AttentionTemperature.MIN, AttentionTemperature.MAX).ofScale(17);
    }

    private static AttentionTemperature table(List<Integer> starts, List<Double> taus) {
        List<Entry> entries = new ArrayList<>(List.of(new Entry(1, taus.get(0))));
        for (int start : new TreeSet<>(starts)) {
            entries.add(new Entry(start, taus.get(entries.size())));
        }
        return new RangeTemperature(entries);
    }
}
