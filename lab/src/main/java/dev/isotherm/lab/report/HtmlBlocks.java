package dev.isotherm.lab.report;

import java.util.List;

/** The blocks of a section in HTML: each plot for screens and for phones, with its legend and its numbers. */
final class HtmlBlocks {

    private final Markup markup;
    private int figures;

    HtmlBlocks(Markup markup) {
        this.markup = markup;
    }

    void write(Block block) {
        if (block instanceof Table table) {
            HtmlTable.write(markup, table);
        } else if (block instanceof LinePlot plot) {
            lines(plot);
        } else if (block instanceof GainPlot plot) {
            gains(plot);
        } else if (block instanceof HeatMap map) {
            HtmlTable.write(markup, map);
        } else if (block instanceof Preformatted preformatted) {
            markup.open("pre", "tabindex", "0").text(preformatted.text()).closeLine();
        }
    }

    private void lines(LinePlot plot) {
        open(plot.title());
        if (!plot.series().isEmpty()) {
            markup.open("ul", "class", "legend");
            for (int i = 0; i < plot.series().size(); i++) {
                entry(plot.series().get(i).name(), new Marker(i));
            }
            markup.closeLine();
        }
        if (new LineFigure(plot, Frame.WIDE).isEmpty()) {
            markup.element("p", "No data.", "class", "caption");
        } else {
            for (Frame frame : Frame.values()) {
                new LineFigure(plot, frame).draw(markup, "f" + figures);
            }
        }
        close(PlotTables.of(plot));
    }

    private void entry(String name, Marker marker) {
        markup.open("li", "title", name);
        markup.open("svg", "class", "key " + marker.colour(), "viewBox", "0 0 34 14", "aria-hidden", "true");
        marker.line(markup, "M1 7H33");
        marker.draw(markup, 17, 7);
        markup.close().element("span", Ellipsis.cut(name, 400, Frame.FONT)).close();
    }

    private void gains(GainPlot plot) {
        open(plot.title());
        if (plot.gains().isEmpty()) {
            markup.element("p", "No data.", "class", "caption");
        } else {
            gainLegend();
            for (Frame frame : Frame.values()) {
                new GainFigure(plot, frame).draw(markup, "f" + figures);
            }
        }
        close(PlotTables.of(plot));
    }

    private void gainLegend() {
        markup.open("ul", "class", "legend");
        List.of("good", "bad", "open").forEach(style -> {
            markup.open("li").open("svg", "class", "key gain " + style, "viewBox", "0 0 34 14", "aria-hidden", "true");
            markup.empty("path", "class", "whisker", "d", "M1 7H33").empty("circle", "class", "dot", "cx", "17", "cy", "7", "r", "5");
            markup.close().element("span", switch (style) {
                case "good" -> "significant gain";
                case "bad" -> "significant loss";
                default -> "not significant";
            }).close();
        });
        markup.closeLine();
    }

    private void open(String title) {
        figures++;
        markup.open("figure");
        if (!title.isBlank()) {
            markup.element("figcaption", title);
        }
    }

    private void close(Table numbers) {
        if (!numbers.rows().isEmpty()) {
            markup.open("details").element("summary", "Numbers");
            HtmlTable.write(markup, numbers);
            markup.close();
        }
        markup.closeLine();
    }
}
