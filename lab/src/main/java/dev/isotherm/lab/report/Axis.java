package dev.isotherm.lab.report;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** From numbers to places in a picture: the first tick lies at {@code start}, the last at {@code end}, in SVG units. */
record Axis(List<Ticks.Tick> ticks, double start, double end, boolean logarithmic) {

    /** An axis that shows all values that can be drawn, with at most so many ticks. */
    static Axis linear(DoubleStream values, double start, double end, int most) {
        return new Axis(Ticks.covering(Extent.of(values), most), start, end, false);
    }

    /** The same with powers of two; what is not positive is left out. */
    static Axis powersOfTwo(DoubleStream values, double start, double end, int most) {
        Extent range = Extent.of(values.filter(Extent::drawableOnLog));
        Extent positive = range.low() > 0 ? range : new Extent(1, 2);
        return new Axis(Ticks.powersOfTwo(positive, most), start, end, true);
    }

    double at(double value) {
        DoubleUnaryOperator f = logarithmic ? Math::log : v -> v;
        double first = f.applyAsDouble(ticks.get(0).value());
        double last = f.applyAsDouble(ticks.get(ticks.size() - 1).value());
        return start + (f.applyAsDouble(value) - first) / (last - first) * (end - start);
    }

    boolean shows(double value) {
        return logarithmic ? Extent.drawableOnLog(value) : Extent.drawable(value);
    }
}
