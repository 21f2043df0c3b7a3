package dev.isotherm.engine.temperature;

import dev.isotherm.engine.temperature.LayerTemperature.Layers;
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
        return Arbitraries.oneOf(passes(), blends());
    }

    static Arbitrary<PassTemperature> passes() {
        return Arbitraries.oneOf(fixed(), logLength(), ranges(), layers());
    }

    static Arbitrary<PassTemperature> fixed() {
        return taus().map(FixedTemperature::new);
    }

    static Arbitrary<PassTemperature> logLength() {
        return Arbitraries.integers().between(2, 1_000_000).map(LogLengthTemperature::new);
    }

    static Arbitrary<PassTemperature> layers() {
        Arbitrary<Layers> where = Combinators.combine(Arbitraries.of(true, false), Arbitraries.integers().between(0, 1000)).as(Layers::new);
        return Combinators.combine(where, Arbitraries.oneOf(fixed(), logLength(), ranges())).as(LayerTemperature::new);
    }

    static Arbitrary<AttentionTemperature> blends() {
        Arbitrary<PassTemperature> inner = Arbitraries.oneOf(fixed(), logLength());
        return inner.list().uniqueElements().ofMinSize(2).ofMaxSize(8).map(BlendTemperature::new);
    }

    static Arbitrary<PassTemperature> ranges() {
        Arbitrary<List<Integer>> starts =
                Arbitraries.integers().between(2, Integer.MAX_VALUE).list().uniqueElements().ofMaxSize(63);
        return Combinators.combine(starts, taus().list().ofSize(64)).as(Policies::table);
    }

    /** Seventeen significant digits, as most doubles have. */
    private static Arbitrary<Double> taus() {
        return Arbitraries.doubles().between(AttentionTemperature.MIN, AttentionTemperature.MAX).ofScale(17);
    }

    private static PassTemperature table(List<Integer> starts, List<Double> taus) {
        List<Entry> entries = new ArrayList<>(List.of(new Entry(1, taus.get(0))));
        for (int start : new TreeSet<>(starts)) {
            entries.add(new Entry(start, taus.get(entries.size())));
        }
        return new RangeTemperature(entries);
    }
}
