package dev.isotherm.lab.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Numbers in coloured cells: diverging around zero when one of them is negative, else from the smallest to the largest.
 *
 * @param values [row][column]; NaN is an empty cell
 * @param decimals shown in each cell, 0 to 12
 * @throws IllegalArgumentException when the values are not one row for each name and one number for each column
 */
public record HeatMap(String title, List<String> rows, List<String> columns, double[][] values, int decimals) implements Block {

    public HeatMap {
        Objects.requireNonNull(title, "title");
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        values = copy(values);
        if (values.length != rows.size()) {
            throw new IllegalArgumentException("the heat map has " + values.length + " rows of values; it must have "
                    + rows.size() + ", one for each name");
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != columns.size()) {
                throw new IllegalArgumentException("row " + (i + 1) + " of the heat map has " + values[i].length
                        + " values; it must have " + columns.size() + ", one for each column");
            }
        }
        Numbers.fixed(0, decimals);
    }

    /** A copy, [row][column]. */
    @Override
    public double[][] values() {
        return copy(values);
    }

    private static double[][] copy(double[][] values) {
        return Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }
}
