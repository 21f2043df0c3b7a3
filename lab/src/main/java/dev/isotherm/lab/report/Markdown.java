package dev.isotherm.lab.report;

import java.util.List;

/** A report as GitHub Markdown. Plots are given as the tables of their numbers, so that nothing is missing without pictures. */
public final class Markdown {

    private final StringBuilder out = new StringBuilder();

    private Markdown() {
    }

    public static String render(Report report) {
        Markdown markdown = new Markdown();
        markdown.paragraph("# " + MarkdownText.inline(report.title()));
        if (!report.subtitle().isBlank()) {
            markdown.paragraph(MarkdownText.paragraph(report.subtitle()));
        }
        markdown.items("## Findings", report.findings());
        report.sections().forEach(markdown::section);
        markdown.items("## How this was made", report.notes());
        return markdown.out.toString().stripTrailing() + "\n";
    }

    private void section(Section section) {
        paragraph("## " + MarkdownText.inline(section.title()));
        PlainText.paragraphs(section.text()).forEach(text -> paragraph(MarkdownText.paragraph(text)));
        section.blocks().forEach(this::block);
    }

    private void block(Block block) {
        if (block instanceof Table table) {
            table("", table);
        } else if (block instanceof LinePlot plot) {
            table(plot.title(), PlotTables.of(plot));
        } else if (block instanceof GainPlot plot) {
            table(plot.title(), PlotTables.of(plot));
        } else if (block instanceof HeatMap map) {
            table(map.title(), PlotTables.of(map));
        } else if (block instanceof Preformatted preformatted) {
            paragraph(MarkdownText.fenced(preformatted.text()));
        }
    }

    private void table(String title, Table table) {
        if (!title.isBlank()) {
            paragraph("**" + MarkdownText.inline(title) + "**");
        }
        if (!table.caption().isBlank()) {
            paragraph(MarkdownText.paragraph(table.caption()));
        }
        paragraph(table.rows().isEmpty() || table.columns().isEmpty() ? "No data." : MarkdownTable.render(table));
    }

    private void items(String heading, List<String> items) {
        if (!items.isEmpty()) {
            paragraph(heading);
            items.forEach(item -> out.append("- ").append(MarkdownText.paragraph(item)).append('\n'));
            out.append('\n');
        }
    }

    private void paragraph(String text) {
        out.append(text).append("\n\n");
    }
}
