package dev.isotherm.lab.report;

import java.util.List;
import java.util.Objects;

/**
 * Rows of cells under named columns. A column is set flush right when all its cells look like numbers.
 *
 * @param caption what the table shows; empty for none
 * @throws IllegalArgumentException when a row has not one cell for each column
 */
public record Table(List<String> columns, List<List<Cell>> rows, String caption) implements Block {

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        Objects.requireNonNull(caption, "caption");
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw new IllegalArgumentException("row " + (i + 1) + " of the table has " + rows.get(i).size()
                        + " cells; it must have " + columns.size() + ", one for each column");
            }
        }
    }

    /** Whether the column holds numbers and gaps, and at least one number. */
    boolean isNumeric(int column) {
        boolean allowed = rows.stream().map(row -> row.get(column)).allMatch(cell -> cell.isNumber() || cell.isGap());
        return allowed && rows.stream().anyMatch(row -> row.get(column).isNumber());
    }
}
