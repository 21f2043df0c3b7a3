package dev.isotherm.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void everyNumberOfEveryPlotIsThere() {
        String markdown = Markdown.render(SampleReport.full());
        assertThat(markdown).contains("# Length collapse of BAAI/bge-small-en-v1.5\n", "- Long texts collapse:")
                .contains("| tokens | 1.0 | 0.8 | blend:1.0,0.5 |\n| ---: | ---: | ---: | ---: |")
                .contains("| 640 | 0.786 \\[0.768, 0.804] |")
                .contains("| 257–512 tokens | ✓ +3.9 | +2.1 to +5.8 | yes |", "| boilerplate | ✗ −2.2 |")
                .contains("| first-half:0.5 | −1.8 | −0.6 | – | 4.8 |")
                .contains("| **1.0** | 51.2 | – |  |", "| log:64 | 53.3 | ✓ +2.1 | 0.002 |")
                .contains("```\nisotherm serve \\\n  --attention-temperature @policy.json\n```");
        assertThat(markdown).endsWith("- 2026-01-01\n");
    }

    @Test
    void findingsComeFirstAndNotesLast() {
        String markdown = Markdown.render(SampleReport.full());
        assertThat(markdown).containsSubsequence("## Findings", "## Cosine by length", "## Policies", "## How this was made");
    }

    @Test
    void hostileTextStaysText() {
        Table table = new Table(List.of("a|b"), List.of(List.of(Cell.of("<script>\n|*x*"))), "");
        Report report = new Report("# t\n## u", "1. not a list", List.of("- [x](y)"), List.of(
                new Section("s", "3.5 is no list\n\n--- no rule", List.of(table, new Preformatted("a ```` b\u0000")))), List.of());
        assertThat(Markdown.render(report)).isEqualTo("""
                # # t ## u

                1\\. not a list

                ## Findings

                - \\- \\[x](y)

                ## s

                3.5 is no list

                \\--- no rule

                | a\\|b |
                | --- |
                | \\<script> \\|\\*x\\* |

                `````
                a ```` b\uFFFD
                `````
                """);
    }

    @Test
    void whatIsEmptySaysSo() {
        Report report = new Report("t", "", List.of(), List.of(new Section("s", "", List.of(
                new Table(List.of("a"), List.of(), ""), new LinePlot("no lines", "x", "y", List.of(), true),
                new GainPlot("no gains", "points", List.of()), new HeatMap("no cells", List.of(), List.of(), new double[0][], 1)))),
                List.of());
        assertThat(Markdown.render(report).split("No data\\.", -1)).hasSize(5);
    }
}
