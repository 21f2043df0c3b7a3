package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.Cell;
import dev.isotherm.lab.report.Gain;
import dev.isotherm.lab.report.GainPlot;
import dev.isotherm.lab.report.Preformatted;
import dev.isotherm.lab.report.Report;
import dev.isotherm.lab.report.Section;
import dev.isotherm.lab.report.Table;
import dev.isotherm.lab.report.Tone;
import dev.isotherm.lab.statistics.Comparison;
import dev.isotherm.lab.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A calibration in words, tables and plots. */
public final class CalibrationReport {

    private final Calibration calibration;
    private final SwitchingCost cost;

    public CalibrationReport(Calibration calibration, SwitchingCost cost) {
        this.calibration = calibration;
        this.cost = cost;
    }

    /**
     * @param subtitle model and corpus
     * @param policyFile where the policy is
     * @param notes how it was made
     */
    public Report report(String subtitle, String policyFile, List<String> notes) {
        List<Section> sections = List.of(
                new Section("Candidates on queries that had no say", ("Change of %s against the model as published. The other half of the %d queries "
                        + "chose %s: the cheapest within a standard error of the best there. That one comparison needs no correction; for all others "
                        + "p is corrected for looking at %d of them (Holm).").formatted(calibration.metric(), calibration.queries(),
                                calibration.chosen().policy(), calibration.trials().size() - 1), List.of(gains(), table())),
                new Section("Switching", cost.text(calibration.recommended()), List.of(
                        new Preformatted("isotherm serve --attention-temperature @" + policyFile))));
        return new Report("Calibration", subtitle, findings(), sections, notes);
    }

    List<String> findings() {
        List<String> findings = new ArrayList<>();
        Trial chosen = calibration.chosen();
        Policy recommended = calibration.recommended();
        if (chosen.policy().equals(Policy.PUBLISHED)) {
            findings.add("Keep τ = 1: no candidate did better by more than chance on the half of the queries that chooses.");
        } else if (recommended.equals(Policy.PUBLISHED)) {
            findings.add("Keep τ = 1: the choice, %s, does not hold on the other half: %s.".formatted(chosen.policy(), change(chosen.heldOut())));
        } else {
            Trial trial = trial(recommended);
            findings.add("Use %s: %s on queries that had no say in it.".formatted(recommended, change(trial.heldOut())));
        }
        if (!recommended.equals(chosen.policy()) && !recommended.equals(Policy.PUBLISHED)) {
            findings.add("The temperature that was chosen, %s, does no better than %s, which needs no forward pass: %s."
                    .formatted(chosen.policy(), recommended, change(chosen.heldOut())));
        }
        if (!recommended.equals(Policy.PUBLISHED)) {
            findings.add(cost.text(recommended));
        }
        return findings;
    }

    private Trial trial(Policy policy) {
        return calibration.trials().stream().filter(trial -> trial.policy().equals(policy)).findFirst().orElseThrow();
    }

    private String change(Comparison comparison) {
        return String.format(Locale.ROOT, "%s %.1f instead of %.1f, a change of %+.1f (95 %% interval %+.1f to %+.1f, p %s)", calibration.metric(),
                comparison.value(), comparison.baseline(), comparison.difference(), comparison.low(), comparison.high(), p(comparison.p()));
    }

    private List<Trial> compared() {
        return calibration.trials().subList(1, calibration.trials().size());
    }

    private double[] corrected() {
        return Holm.adjust(compared().stream().mapToDouble(trial -> trial.heldOut().p()).toArray());
    }

    private GainPlot gains() {
        double[] corrected = corrected();
        List<Gain> gains = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            Trial trial = compared().get(i);
            double p = trial.policy().equals(calibration.chosen().policy()) ? trial.heldOut().p() : corrected[i];
            gains.add(new Gain(trial.policy().toString(), trial.heldOut().difference(), trial.heldOut().low(), trial.heldOut().high(),
                    p < Calibration.SIGNIFICANT));
        }
        return new GainPlot("Held-out change", "points of " + calibration.metric(), gains);
    }

    private Table table() {
        double[] corrected = corrected();
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            Trial trial = compared().get(i);
            Comparison heldOut = trial.heldOut();
            boolean chosen = trial.policy().equals(calibration.chosen().policy());
            rows.add(List.of(
                    Cell.of(trial.policy().toString()).as(chosen ? Tone.STRONG : Tone.PLAIN),
                    Cell.of(costOf(trial)),
                    Cell.signed(trial.chosenOn().difference(), 1),
                    Cell.signed(heldOut.difference(), 1).withInterval(heldOut.low(), heldOut.high(), 1),
                    Cell.of(p(heldOut.p())),
                    Cell.of(chosen ? "chosen" : p(corrected[i]))));
        }
        return new Table(List.of("policy", "cost", "where chosen", "held out [95 %]", "p", "corrected"), rows, "");
    }

    private static String costOf(Trial trial) {
        return trial.policy().needsNoForwardPass() ? "a subtraction" : trial.policy().forwardPasses() + "× forward";
    }

    private static String p(double p) {
        return p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
