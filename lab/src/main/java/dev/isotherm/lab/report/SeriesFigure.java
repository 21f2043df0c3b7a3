package dev.isotherm.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One series of a plot: what lies between two gaps is one line and one band. */
final class SeriesFigure {

    private final Series series;
    private final Marker marker;
    private final Axis x;
    private final Axis y;

    SeriesFigure(Series series, Marker marker, Axis x, Axis y) {
        this.series = series;
        this.marker = marker;
        this.x = x;
        this.y = y;
    }

    void draw(Markup markup, int decimals) {
        markup.open("g", "class", marker.colour()).element("title", series.name());
        List<List<Point>> runs = runs(p -> true);
        runs(Point::hasBand).forEach(run -> band(markup, run));
        runs.stream().filter(run -> run.size() > 1).forEach(run -> marker.line(markup, path(run)));
        runs.stream().flatMap(List::stream).forEach(point -> {
            markup.open("g").element("title", tooltip(point, decimals));
            marker.draw(markup, x.at(point.x()), y.at(point.y()));
            markup.close();
        });
        markup.close();
    }

    /** Neighbours that can be drawn and meet the condition. */
    private List<List<Point>> runs(Predicate<Point> condition) {
        List<List<Point>> runs = new ArrayList<>();
        boolean gap = true;
        for (Point point : series.points()) {
            boolean drawn = x.shows(point.x()) && y.shows(point.y()) && condition.test(point);
            if (drawn && gap) {
                runs.add(new ArrayList<>());
            }
            if (drawn) {
                runs.get(runs.size() - 1).add(point);
            }
            gap = !drawn;
        }
        return runs;
    }

    /** A lone point's interval has no area: it becomes a whisker. */
    private void band(Markup markup, List<Point> run) {
        if (run.size() == 1) {
            Point p = run.get(0);
            markup.empty("path", "class", "whisker", "d", "M" + at(p.x(), p.low()) + "L" + at(p.x(), p.high()));
            return;
        }
        StringBuilder path = new StringBuilder();
        run.forEach(p -> path.append(path.isEmpty() ? 'M' : 'L').append(at(p.x(), p.high())));
        for (int i = run.size() - 1; i >= 0; i--) {
            path.append('L').append(at(run.get(i).x(), run.get(i).low()));
        }
        markup.empty("path", "class", "band", "d", path + "Z");
    }

    private String path(List<Point> run) {
        StringBuilder path = new StringBuilder();
        run.forEach(p -> path.append(path.isEmpty() ? 'M' : 'L').append(at(p.x(), p.y())));
        return path.toString();
    }

    private String at(double valueX, double valueY) {
        return Markup.length(x.at(valueX)) + " " + Markup.length(y.at(valueY));
    }

    private String tooltip(Point point, int decimals) {
        return series.name() + " at " + Numbers.plain(point.x()) + ": " + PlotTables.text(point, decimals);
    }
}
