package dev.isotherm.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The numbers of a plot as a table, for readers without its picture. */
final class PlotTables {

    private PlotTables() {
    }

    /** A row for each x, a column for each series. */
    static Table of(LinePlot plot) {
        List<String> columns = new ArrayList<>(List.of(plot.xLabel()));
        plot.series().forEach(series -> columns.add(series.name()));
        int decimals = decimals(plot);
        double[] xs = plot.series().stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).sorted().distinct().toArray();
        List<List<Cell>> rows = new ArrayList<>();
        for (double x : xs) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(Numbers.plain(x))));
            plot.series().forEach(series -> row.add(at(series, x, decimals)));
            rows.add(row);
        }
        return new Table(columns, rows, plot.yLabel());
    }

    static Table of(GainPlot plot) {
        List<List<Cell>> rows = plot.gains().stream().map(gain -> row(gain, decimals(plot))).toList();
        return new Table(List.of("", plot.unit(), "interval", "significant"), rows, "");
    }

    static Table of(HeatMap map) {
        List<String> columns = new ArrayList<>(List.of(""));
        columns.addAll(map.columns());
        double[][] values = map.values();
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(map.rows().get(i))));
            DoubleStream.of(values[i]).forEach(value -> row.add(Cell.number(value, map.decimals())));
            rows.add(row);
        }
        return new Table(columns, rows, "");
    }

    private static List<Cell> row(Gain gain, int decimals) {
        Cell difference = Cell.signed(gain.difference(), decimals).as(tone(gain));
        String low = Numbers.signed(gain.low(), decimals);
        String high = Numbers.signed(gain.high(), decimals);
        boolean bounded = !low.equals(Numbers.GAP) && !high.equals(Numbers.GAP);
        return List.of(Cell.of(gain.label()), difference, Cell.of(bounded ? low + " to " + high : Numbers.GAP),
                Cell.of(gain.significant() ? "yes" : "no"));
    }

    static Tone tone(Gain gain) {
        if (!gain.significant()) {
            return Tone.PLAIN;
        }
        return gain.difference() < 0 ? Tone.BAD : Tone.GOOD;
    }

    private static Cell at(Series series, double x, int decimals) {
        String text = series.points().stream().filter(p -> Double.compare(p.x(), x) == 0)
                .map(p -> text(p, decimals)).collect(Collectors.joining("; "));
        return Cell.of(text.isEmpty() ? Numbers.GAP : text);
    }

    static String text(Point point, int decimals) {
        return Numbers.interval(Numbers.fixed(point.y(), decimals),
                Numbers.fixed(point.low(), decimals), Numbers.fixed(point.high(), decimals));
    }

    /** Decimals for the numbers of a plot, so that its points differ. */
    static int decimals(LinePlot plot) {
        var y = plot.series().stream().flatMap(s -> s.points().stream()).mapToDouble(Point::y)
                .filter(Extent::drawable).summaryStatistics();
        return Numbers.decimalsFor(y.getMax() > y.getMin() ? y.getMax() - y.getMin() : Math.abs(y.getMax()) / 10);
    }

    /** One less than for points: an interval says more than a further digit. */
    static int decimals(GainPlot plot) {
        double largest = plot.gains().stream().mapToDouble(g -> Math.abs(g.difference())).filter(Extent::drawable).max().orElse(1);
        return Math.max(1, Numbers.decimalsFor(largest) - 1);
    }
}
