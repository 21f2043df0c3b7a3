package dev.isotherm.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.Cell;
import dev.isotherm.lab.report.Markdown;
import dev.isotherm.lab.report.Table;
import dev.isotherm.lab.report.Tone;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {

    @Test
    void saysWhatGainsMostAndWhatLosesMost() {
        assertThat(findings(Outcomes.set("law", Outcomes.of("0.8", 3, 0.0001), Outcomes.of("0.7", 5.5, 0.0002), Outcomes.of("0.5", -4, 0.0001),
                Outcomes.of("0.4", -6, 0.001))))
                .containsExactly("law (NDCG@10 40.0 with 1.0): 0.7 gains 5.5 points (4.5 to 6.5, corrected p <0.001); "
                        + "0.4 loses 6.0 points (5.0 to 7.0, corrected p 0.001).");
    }

    @Test
    void whereThereAreOnlyLossesNothingGains() {
        assertThat(findings(Outcomes.set("law", Outcomes.of("0.8", -2, 0.002))))
                .containsExactly("law (NDCG@10 40.0 with 1.0): 0.8 loses 2.0 points (1.0 to 3.0, corrected p 0.002).");
    }

    /** Corrected for two comparisons 0.03 is 0.06. */
    @Test
    void whatIsSignificantAloneOnlySeemsToBeADifference() {
        assertThat(findings(Outcomes.set("law", Outcomes.of("0.8", 2, 0.03), Outcomes.of("0.5", 1, 0.4)))).containsExactly(
                "law: no policy differs significantly from 1.0 (NDCG@10 40.0 over 100 queries).",
                "1 of 2 differences: p is below 0.05 alone, but not after the correction for so many comparisons; do not build on that.");
    }

    @Test
    void ofOnePolicyItGivesTheFigure() {
        assertThat(findings(Outcomes.set("law"))).containsExactly("law: NDCG@10 is 40.0 (35.0 to 45.0) with 1.0.");
        assertThat(markdown(Outcomes.set("law"))).contains("| policy | NDCG@10 |", "| 1.0 | 40.0 |").doesNotContain("Holm", "corrected", "Change");
    }

    @Test
    void twoStarsStandTheCorrectionAndOneOnlyStandsAlone() {
        Evaluated set = Outcomes.set("law", Outcomes.of("0.8", 3, 0.0001), Outcomes.of("0.5", -2, 0.03), Outcomes.of("0.4", -1, 0.2));
        assertThat(markdown(set)).contains("| policy | NDCG@10 | change of NDCG@10 [95 %] | p | corrected |",
                "| 1.0 | 40.0 |  |  |  |", "| ✓ +3.0** [+2.0, +4.0] | <0.001 | <0.001 |", "| −2.0* [−3.0, −1.0] | 0.030 | 0.060 |",
                "| −1.0 [−2.0, 0.0] | 0.200 | 0.200 |", "p < 0.05 after Holm's correction for 3 comparisons");
    }

    @Test
    void whatIsCertainIsColoured() {
        Evaluated set = Outcomes.set("law", Outcomes.of("0.8", 3, 0.0001), Outcomes.of("0.5", -2, 0.0001), Outcomes.of("0.4", -1, 0.04));
        Table table = (Table) new EvaluationReport(new Study(List.of(set))).report("model", List.of()).sections().get(0).blocks().get(0);
        assertThat(table.rows()).extracting(row -> row.get(2)).extracting(Cell::tone).containsExactly(Tone.PLAIN, Tone.GOOD, Tone.BAD, Tone.BAD);
        Evaluated unsure = Outcomes.set("law", Outcomes.of("0.8", 3, 0.03), Outcomes.of("0.5", -2, 0.04));
        Table plain = (Table) new EvaluationReport(new Study(List.of(unsure))).report("model", List.of()).sections().get(0).blocks().get(0);
        assertThat(plain.rows()).extracting(row -> row.get(2)).extracting(Cell::tone).containsOnly(Tone.PLAIN);
    }

    @Test
    void changesAreShownByLength() {
        Evaluated set = Outcomes.set("law", Outcomes.withBins(Outcomes.of("0.8", 3, 0.01), 0.5, Double.NaN, 6.25));
        Evaluated binned = new Evaluated(set.name(), set.metric(), set.what(), set.items(), List.of("1-64", "65-128", "129+"), set.outcomes());
        assertThat(markdown(binned)).contains("Change by tokens of what is relevant, in points of NDCG@10", "| 1-64 | 65-128 | 129+ |", "| 0.8 | 0.5 | – | 6.2 |");
        assertThat(markdown(set)).doesNotContain("Change by tokens");
    }

    @Test
    void severalSetsHaveATableOfAll() {
        String markdown = markdown(Outcomes.set("law", Outcomes.of("0.8", 3, 0.001)), Outcomes.set("tea", Outcomes.of("0.8", -1, 0.5)));
        assertThat(markdown).contains("## All sets", "Change against 1.0 in points.", "| policy | law NDCG@10 | tea NDCG@10 |",
                "| 1.0 | 40.0 | 40.0 |", "| 0.8 | ✓ +3.0** | −1.0 |", "## law", "## tea");
        assertThat(markdown(Outcomes.set("law"))).doesNotContain("All sets");
    }

    /** A line through three temperatures at least; blends, corrections and halves of the layers are no points on it. */
    @Test
    void figuresAreDrawnByTemperature() {
        String line = "NDCG@10 by τ";
        assertThat(markdown(Outcomes.set("law", Outcomes.of("0.5", 3, 0.1), Outcomes.of("0.8", -1, 0.5), Outcomes.of("0.6+centre", 1, 0.5))))
                .contains(line, "| 0.5 | 43.00 [38.00, 48.00] |\n| 0.8 | 39.00 [34.00, 44.00] |\n| 1 | 40.00 [35.00, 45.00] |").doesNotContain("| 0.6 |");
        assertThat(markdown(Outcomes.set("law", Outcomes.of("0.5", 3, 0.1), Outcomes.of("blend:1.0,0.5", -1, 0.5), Outcomes.of("first-half:0.5", 1, 0.5))))
                .doesNotContain(line);
    }

    @Test
    void allFiguresOfASetAreShownInTheirOrder() {
        Comparison none = new Comparison(40, 40, 0, 0, 0, 1);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("NDCG@10", 40.0);
        figures.put("recall@10", 61.25);
        figures.put("accuracy@1", 33.0);
        Outcome outcome = new Outcome(Policy.PUBLISHED, figures, new Interval(40, 35, 45), none, List.of());
        assertThat(markdown(new Evaluated("law", "NDCG@10", "queries", 100, List.of(), List.of(outcome))))
                .contains("| policy | NDCG@10 | recall@10 | accuracy@1 |", "| 1.0 | 40.0 | 61.2 | 33.0 |", "100 queries.");
    }

    @Test
    void saysWhatWasEvaluatedAndHow() {
        assertThat(Markdown.render(new EvaluationReport(new Study(List.of(Outcomes.set("law")))).report("acme/model", List.of("seed 1"))))
                .startsWith("# Evaluation of attention temperatures\n\nacme/model\n").contains("- seed 1");
    }

    private static List<String> findings(Evaluated... sets) {
        return new EvaluationReport(new Study(List.of(sets))).findings();
    }

    /** Without the signs that keep Markdown from reading stars and brackets as its own. */
    private static String markdown(Evaluated... sets) {
        return Markdown.render(new EvaluationReport(new Study(List.of(sets))).report("model", List.of())).replace("\\", "");
    }
}
