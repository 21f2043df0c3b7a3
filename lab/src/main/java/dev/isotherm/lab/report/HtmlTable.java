package dev.isotherm.lab.report;

import java.util.List;
import java.util.Locale;

/** Tables and heat maps in HTML. Each scrolls inside its own box, so that a page fits a phone. */
final class HtmlTable {

    private HtmlTable() {
    }

    static void write(Markup markup, Table table) {
        if (table.rows().isEmpty() || table.columns().isEmpty()) {
            noData(markup, table.caption());
            return;
        }
        open(markup, "scroll", "", table.caption());
        head(markup, table.columns(), table);
        for (List<Cell> row : table.rows()) {
            markup.open("tr");
            for (int i = 0; i < row.size(); i++) {
                cell(markup, row.get(i), table.isNumeric(i));
            }
            markup.closeLine();
        }
        markup.close().close().closeLine();
    }

    static void write(Markup markup, HeatMap map) {
        Table table = PlotTables.of(map);
        if (map.rows().isEmpty() || map.columns().isEmpty()) {
            noData(markup, map.title());
            return;
        }
        HeatColours colours = HeatColours.of(map.values());
        open(markup, "scroll", "heat", map.title());
        head(markup, table.columns(), table);
        for (int i = 0; i < map.rows().size(); i++) {
            markup.open("tr").element("th", map.rows().get(i), "scope", "row");
            for (double value : map.values()[i]) {
                markup.element("td", Numbers.fixed(value, map.decimals()), "class", colours.style(value));
            }
            markup.closeLine();
        }
        markup.close().close().closeLine();
    }

    private static void noData(Markup markup, String name) {
        markup.element("p", name.isBlank() ? "No data." : name + ": no data.", "class", "caption").text("\n");
    }

    private static void open(Markup markup, String box, String style, String caption) {
        markup.open("div", "class", box, "tabindex", "0", "role", "group", "aria-label", caption.isBlank() ? "table" : caption);
        markup.open("table", "class", style);
        if (!caption.isBlank()) {
            markup.element("caption", caption);
        }
    }

    /** The head, and the body's beginning. */
    private static void head(Markup markup, List<String> columns, Table table) {
        markup.open("thead").open("tr");
        for (int i = 0; i < columns.size(); i++) {
            markup.element("th", columns.get(i), "scope", "col", "class", table.isNumeric(i) ? "n" : "t");
        }
        markup.close().close().open("tbody").text("\n");
    }

    private static void cell(Markup markup, Cell cell, boolean numeric) {
        String tone = cell.tone() == Tone.PLAIN ? "" : " " + cell.tone().name().toLowerCase(Locale.ROOT);
        markup.element("td", cell.tone().mark() + PlainText.line(cell.text()), "class", (numeric ? "n" : "t") + tone);
    }
}
