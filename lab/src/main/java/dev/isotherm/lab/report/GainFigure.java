package dev.isotherm.lab.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A {@link GainPlot} as SVG: names, intervals around zero, numbers; on phones name and numbers stand above their interval. */
final class GainFigure {

    private static final double TOP = 8;
    private static final double BOTTOM = 50;
    private static final double LONGEST_NAME = 210;
    private static final double GUTTER = 22;

    private final GainPlot plot;
    private final Frame frame;
    private final Axis x;
    private final int decimals;
    private final double rowHeight;
    private final double nameRoom;

    GainFigure(GainPlot plot, Frame frame) {
        this.plot = plot;
        this.frame = frame;
        rowHeight = frame == Frame.WIDE ? 32 : 48;
        decimals = PlotTables.decimals(plot);
        double numbers = widest(plot.gains().stream().map(this::numbers)) + GUTTER;
        if (frame == Frame.WIDE) {
            nameRoom = Math.min(LONGEST_NAME, widest(plot.gains().stream().map(Gain::label)));
            x = Axis.linear(values(), nameRoom + GUTTER, frame.width() - numbers, frame.ticks() - 2);
        } else {
            nameRoom = frame.width() - numbers;
            x = Axis.linear(values(), Frame.INSET, frame.width() - Frame.INSET, frame.ticks());
        }
    }

    void draw(Markup markup, String id) {
        frame.open(markup, id, plot.title(), description(), floor() + BOTTOM);
        grid(markup);
        for (int i = 0; i < plot.gains().size(); i++) {
            row(markup, plot.gains().get(i), TOP + i * rowHeight);
        }
        markup.closeLine();
    }

    private void grid(Markup markup) {
        String base = Markup.length(floor());
        for (Ticks.Tick tick : x.ticks()) {
            String at = Markup.length(x.at(tick.value()));
            String rule = tick.value() == 0 ? "zero" : "grid";
            markup.empty("path", "class", rule, "d", "M" + at + " " + Markup.length(TOP) + "V" + base);
            markup.element("text", tick.value() > 0 ? "+" + tick.label() : tick.label(), "class", "tick", "text-anchor", "middle",
                    "x", at, "y", base, "dy", "17");
        }
        double room = x.end() - x.start() + 100;
        markup.element("text", Ellipsis.cut(plot.unit(), room, Frame.FONT), "class", "label", "text-anchor", "middle",
                "x", Markup.length((x.start() + x.end()) / 2), "y", Markup.length(floor() + 38));
    }

    private void row(Markup markup, Gain gain, double top) {
        double text = frame == Frame.WIDE ? top + rowHeight / 2 + 4 : top + 14;
        double middle = frame == Frame.WIDE ? top + rowHeight / 2 : top + 31;
        markup.open("g", "class", style(gain)).element("title", gain.label() + ": " + numbers(gain));
        markup.element("text", Ellipsis.cut(gain.label(), nameRoom, Frame.FONT), "class", "name", "x", "0", "y", Markup.length(text));
        markup.element("text", numbers(gain), "class", "number", "text-anchor", "end",
                "x", Markup.length(frame.width()), "y", Markup.length(text));
        interval(markup, gain, Markup.length(middle));
        markup.close();
    }

    private void interval(Markup markup, Gain gain, String y) {
        if (Extent.drawable(gain.low()) && Extent.drawable(gain.high())) {
            String from = Markup.length(x.at(gain.low()));
            String to = Markup.length(x.at(gain.high()));
            markup.empty("path", "class", "whisker", "d", "M" + from + " " + y + "H" + to);
        }
        if (Extent.drawable(gain.difference())) {
            markup.empty("circle", "class", "dot", "cx", Markup.length(x.at(gain.difference())), "cy", y, "r", "5");
        }
    }

    private static String style(Gain gain) {
        return "gain " + switch (PlotTables.tone(gain)) {
            case GOOD -> "good";
            case BAD -> "bad";
            case PLAIN, STRONG -> "open";
        };
    }

    private String numbers(Gain gain) {
        return Cell.signed(gain.difference(), decimals).withInterval(gain.low(), gain.high(), decimals).text();
    }

    private String description() {
        List<String> lines = plot.gains().stream()
                .map(g -> g.label() + " " + numbers(g) + (g.significant() ? ", significant" : ", not significant")).toList();
        return "Differences in " + plot.unit() + ": " + (lines.isEmpty() ? "none" : String.join("; ", lines)) + ".";
    }

    private static double widest(Stream<String> texts) {
        return texts.mapToDouble(text -> Ellipsis.width(PlainText.line(text), Frame.FONT)).max().orElse(0);
    }

    private double floor() {
        return TOP + plot.gains().size() * rowHeight + 4;
    }

    private DoubleStream values() {
        return DoubleStream.concat(DoubleStream.of(0),
                plot.gains().stream().flatMapToDouble(g -> DoubleStream.of(g.difference(), g.low(), g.high())));
    }
}
