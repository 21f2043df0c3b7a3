package dev.isotherm.lab.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A {@link LinePlot} as SVG: grid, then bands, then lines, then points. */
final class LineFigure {

    private static final double TOP = 34;
    private static final double BOTTOM = 48;
    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final int Y_TICKS = 8;

    private final LinePlot plot;
    private final Frame frame;
    private final Axis x;
    private final Axis y;

    LineFigure(LinePlot plot, Frame frame) {
        this.plot = plot;
        this.frame = frame;
        double start = LEFT + Frame.INSET;
        double end = frame.width() - RIGHT - Frame.INSET;
        x = plot.logX() ? Axis.powersOfTwo(xs(), start, end, frame.ticks()) : Axis.linear(xs(), start, end, frame.ticks());
        y = Axis.linear(ys(), floor() - Frame.INSET, TOP, Y_TICKS);
    }

    /** Whether there is no point that can be drawn. */
    boolean isEmpty() {
        return points().findAny().isEmpty();
    }

    void draw(Markup markup, String id) {
        frame.open(markup, id, plot.title(), description(), frame.height());
        grid(markup);
        for (int i = 0; i < plot.series().size(); i++) {
            new SeriesFigure(plot.series().get(i), new Marker(i), x, y).draw(markup, PlotTables.decimals(plot));
        }
        markup.closeLine();
    }

    private void grid(Markup markup) {
        String right = Markup.length(frame.width() - RIGHT);
        markup.element("text", Ellipsis.cut(plot.yLabel(), frame.width() - RIGHT, Frame.FONT), "class", "label", "x", "0", "y", "12");
        for (Ticks.Tick tick : y.ticks()) {
            String at = Markup.length(y.at(tick.value()));
            markup.empty("path", "class", tick.value() == 0 && y.ticks().get(0).value() < 0 ? "zero" : "grid", "d", "M" + Markup.length(LEFT) + " " + at + "H" + right);
            markup.element("text", tick.label(), "class", "tick", "text-anchor", "end", "x", Markup.length(LEFT - 8), "y", at, "dy", "4");
        }
        String base = Markup.length(floor());
        markup.empty("path", "class", "axis", "d", "M" + Markup.length(LEFT) + " " + base + "H" + right);
        for (Ticks.Tick tick : x.ticks()) {
            String at = Markup.length(x.at(tick.value()));
            markup.empty("path", "class", "axis", "d", "M" + at + " " + base + "v5");
            markup.element("text", tick.label(), "class", "tick", "text-anchor", "middle", "x", at, "y", base, "dy", "19");
        }
        markup.element("text", Ellipsis.cut(plot.xLabel(), frame.width() - LEFT - RIGHT, Frame.FONT), "class", "label",
                "text-anchor", "middle", "x", Markup.length((x.start() + x.end()) / 2), "y", Markup.length(frame.height() - 6));
    }

    private String description() {
        List<String> names = plot.series().stream().map(Series::name).toList();
        return plot.yLabel() + " against " + plot.xLabel() + "; " + (names.isEmpty() ? "no series" : String.join(", ", names))
                + ". The numbers stand in the table below.";
    }

    private double floor() {
        return frame.height() - BOTTOM;
    }

    private Stream<Point> points() {
        return plot.series().stream().flatMap(s -> s.points().stream())
                .filter(p -> Extent.drawable(p.y()) && (plot.logX() ? Extent.drawableOnLog(p.x()) : Extent.drawable(p.x())));
    }

    private DoubleStream xs() {
        return points().mapToDouble(Point::x);
    }

    private DoubleStream ys() {
        return points().flatMapToDouble(p -> p.hasBand() ? DoubleStream.of(p.y(), p.low(), p.high()) : DoubleStream.of(p.y()));
    }
}
