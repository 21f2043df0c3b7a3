package dev.isotherm.lab.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.evaluate.CorrectionFit;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.Markdown;
import dev.isotherm.lab.statistics.Comparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationReportTest {

    private static final SwitchingCost COST = new SwitchingCost(1000, 250_000, 5_000, "aaaa", "bbbb");

    @Test
    void aGainSaysHowMuchHowSureAndWhatItCosts() {
        CalibrationReport report = report("blend:1.0,0.5", "blend:1.0,0.5", 6);
        assertThat(report.findings()).containsExactly(
                "Use blend:1.0,0.5: NDCG@10 46.0 instead of 40.0, a change of +6.0 (95 % interval +5.0 to +7.0, p 0.010) on queries that had no say in it.",
                "Switching: 1000 documents are embedded again, 250,000 tokens in 2 forward passes, 1 min 40 s at the 5,000 tokens a second of this "
                        + "machine; each query takes 2 forward passes from then on. The index's fingerprint becomes bbbb, it was aaaa.");
        assertThat(Markdown.render(report.report("model", "policy.json", List.of()))).contains("@policy.json", "chosen");
    }

    @Test
    void aChoiceThatDoesNotHoldIsToldAsSuch() {
        assertThat(report("0.8", "1.0", 0.5).findings()).singleElement().asString()
                .startsWith("Keep τ = 1: the choice, 0.8, does not hold on the other half: NDCG@10 40.5 instead of 40.0");
    }

    @Test
    void withoutAChoiceThereIsNothingToSwitch() {
        CalibrationReport report = report("1.0", "1.0", 0);
        assertThat(report.findings()).singleElement().asString().startsWith("Keep τ = 1: no candidate did better");
        assertThat(Markdown.render(report.report("model", "policy.json", List.of()))).contains("Nothing is to be switched");
    }

    @Test
    void aSubtractionNeedsNoForwardPass() {
        assertThat(COST.text(Policy.parse("1.0+centre"))).contains("no forward pass", "vectors of 1000 documents stay").doesNotContain("embedded again");
    }

    @Test
    void figuresOfATableHaveOneKindOfSign() {
        assertThat(Markdown.render(report("0.8", "1.0", 1).report("model", "policy.json", List.of())).replace("\\", ""))
                .contains("| 0.7 | 1× forward | −3.0 | −3.0 [−4.0, −2.0] | 0.010 |", "| +1.0 | +1.0 [0.0, +2.0] | 0.010 | chosen |");
    }

    private static CalibrationReport report(String chosen, String recommended, double difference) {
        Trial published = trial("1.0", 0);
        Trial trial = chosen.equals("1.0") ? published : trial(chosen, difference);
        return new CalibrationReport(new Calibration("NDCG@10", 100, List.of(published, trial("0.7", -3), trial), trial, Policy.parse(recommended),
                CorrectionFit.NONE), COST);
    }

    private static Trial trial(String policy, double difference) {
        Comparison comparison = new Comparison(40, 40 + difference, difference, difference - 1, difference + 1, 0.01);
        return new Trial(Policy.parse(policy), comparison, comparison, 1);
    }
}
