package dev.isotherm.lab.report;

import java.util.List;
import java.util.Objects;

/** A named line of points, drawn in the order given. */
public record Series(String name, List<Point> points) {

    public Series {
        Objects.requireNonNull(name, "name");
        points = List.copyOf(points);
    }
}
