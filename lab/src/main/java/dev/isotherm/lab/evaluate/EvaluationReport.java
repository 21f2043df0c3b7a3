package dev.isotherm.lab.evaluate;

import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.lab.policy.Correction;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.Block;
import dev.isotherm.lab.report.Cell;
import dev.isotherm.lab.report.Gain;
import dev.isotherm.lab.report.GainPlot;
import dev.isotherm.lab.report.HeatMap;
import dev.isotherm.lab.report.LinePlot;
import dev.isotherm.lab.report.Point;
import dev.isotherm.lab.report.Report;
import dev.isotherm.lab.report.Section;
import dev.isotherm.lab.report.Series;
import dev.isotherm.lab.report.Table;
import dev.isotherm.lab.report.Tone;
import dev.isotherm.lab.statistics.Comparison;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A study in words, tables and plots. */
public final class EvaluationReport {

    private static final double UNCORRECTED = 0.05;

    private final Study study;

    public EvaluationReport(Study study) {
        this.study = study;
    }

    /**
     * @param model what was evaluated, for the subtitle
     * @param notes how it was made
     */
    public Report report(String model, List<String> notes) {
        List<Section> sections = new ArrayList<>();
        if (study.sets().size() > 1) {
            sections.add(new Section("All sets", study.comparisons() == 0 ? "" : "Change against " + study.policies().get(0) + " in points. " + legend(), List.of(overview())));
        }
        study.sets().forEach(set -> sections.add(section(set)));
        return new Report("Evaluation of attention temperatures", model, findings(), sections, notes);
    }

    /** What was found, in sentences: gains and losses that stand the correction, and those that only seem to be some. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (Evaluated set : study.sets()) {
            Stream<Outcome> compared = set.outcomes().stream().skip(1);
            List<Outcome> certain = compared.filter(study::isSignificant)
                    .sorted(Comparator.comparingDouble((Outcome outcome) -> -outcome.comparison().difference())).toList();
            findings.add(set.outcomes().size() == 1 ? figure(set) : certain.isEmpty() ? nothing(set) : certain(set, certain));
        }
        long seeming = study.sets().stream().flatMap(set -> set.outcomes().stream().skip(1))
                .filter(outcome -> outcome.comparison().p() < UNCORRECTED && !study.isSignificant(outcome)).count();
        if (seeming > 0) {
            findings.add(("%d of %d differences: p is below 0.05 alone, but not after the correction for so many comparisons; do not build "
                    + "on that.").formatted(seeming, study.comparisons()));
        }
        return findings;
    }

    private String figure(Evaluated set) {
        Outcome only = set.outcomes().get(0);
        return format("%s: %s is %.1f (%.1f to %.1f) with %s.", set.name(), set.metric(), only.interval().mean(), only.interval().low(),
                only.interval().high(), only.policy());
    }

    private String nothing(Evaluated set) {
        return format("%s: no policy differs significantly from %s (%s %.1f over %d %s).", set.name(), study.policies().get(0), set.metric(),
                set.outcomes().get(0).interval().mean(), set.items(), set.what());
    }

    private String certain(Evaluated set, List<Outcome> certain) {
        Outcome best = certain.get(0);
        Outcome worst = certain.get(certain.size() - 1);
        String gain = best.comparison().difference() > 0 ? sentence(best, "gains") : "";
        String loss = worst.comparison().difference() < 0 ? sentence(worst, "loses") : "";
        return format("%s (%s %.1f with %s): %s%s%s.", set.name(), set.metric(), set.outcomes().get(0).interval().mean(),
                study.policies().get(0), gain, gain.isEmpty() || loss.isEmpty() ? "" : "; ", loss);
    }

    private String sentence(Outcome outcome, String verb) {
        Comparison comparison = outcome.comparison();
        // A loss of 3 points lies between one of 2 and one of 4.
        boolean loss = comparison.difference() < 0;
        return format("%s %s %.1f points (%.1f to %.1f, corrected p %s)", outcome.policy(), verb, Math.abs(comparison.difference()),
                loss ? -comparison.high() : comparison.low(), loss ? -comparison.low() : comparison.high(), p(study.adjusted(outcome)));
    }

    private Table overview() {
        List<String> columns = new ArrayList<>(List.of("policy"));
        study.sets().forEach(set -> columns.add(set.name() + " " + set.metric()));
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < study.policies().size(); i++) {
            int index = i;
            List<Cell> row = new ArrayList<>(List.of(Cell.of(study.policies().get(i).toString())));
            study.sets().forEach(set -> row.add(index == 0
                    ? Cell.number(set.outcomes().get(0).interval().mean(), 1) : change(set.outcomes().get(index))));
            rows.add(row);
        }
        return new Table(columns, rows, "");
    }

    private Section section(Evaluated set) {
        List<Block> blocks = new ArrayList<>(List.of(table(set)));
        if (set.outcomes().size() > 1) {
            blocks.add(new GainPlot("Change against " + study.policies().get(0), "points of " + set.metric(), set.outcomes().stream().skip(1)
                    .map(outcome -> gain(outcome.policy().toString(), outcome.comparison(), study.isSignificant(outcome))).toList()));
        }
        List<Outcome> fixed = set.outcomes().stream().filter(outcome -> isFixed(outcome.policy()))
                .sorted(Comparator.comparingDouble(outcome -> tau(outcome.policy()))).toList();
        if (fixed.size() > 2) {
            blocks.add(new LinePlot(set.metric() + " by τ", "τ", set.metric(), List.of(new Series("all layers", fixed.stream()
                    .map(outcome -> new Point(tau(outcome.policy()), outcome.interval().mean(), outcome.interval().low(), outcome.interval().high()))
                    .toList())), false));
        }
        if (set.bins().size() > 1 && set.outcomes().size() > 1) {
            blocks.add(bins(set));
        }
        return new Section(set.name(), "%d %s. %s".formatted(set.items(), set.what(), legend()), blocks);
    }

    private static Gain gain(String label, Comparison comparison, boolean significant) {
        return new Gain(label, comparison.difference(), comparison.low(), comparison.high(), significant);
    }

    private Table table(Evaluated set) {
        List<String> metrics = List.copyOf(set.outcomes().get(0).figures().keySet());
        List<String> columns = new ArrayList<>(List.of("policy"));
        columns.addAll(metrics);
        boolean compared = set.outcomes().size() > 1;
        columns.addAll(compared ? List.of("change of " + set.metric() + " [95 %]", "p", "corrected") : List.of());
        List<List<Cell>> rows = new ArrayList<>();
        for (Outcome outcome : set.outcomes()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(outcome.policy().toString())));
            metrics.forEach(metric -> row.add(Cell.number(outcome.figures().get(metric), 1)));
            row.addAll(!compared ? List.of() : outcome == set.outcomes().get(0) ? List.of(Cell.of(""), Cell.of(""), Cell.of(""))
                    : List.of(withInterval(outcome), Cell.of(p(outcome.comparison().p())), Cell.of(p(study.adjusted(outcome)))));
            rows.add(row);
        }
        return new Table(columns, rows, "");
    }

    private static HeatMap bins(Evaluated set) {
        List<Outcome> compared = set.outcomes().subList(1, set.outcomes().size());
        double[][] values = compared.stream().map(outcome -> outcome.bins().stream()
                .mapToDouble(bin -> bin.map(Comparison::difference).orElse(Double.NaN)).toArray()).toArray(double[][]::new);
        return new HeatMap("Change by tokens of what is relevant, in points of " + set.metric(),
                compared.stream().map(outcome -> outcome.policy().toString()).toList(), set.bins(), values, 1);
    }

    private Cell withInterval(Outcome outcome) {
        return change(outcome).withInterval(outcome.comparison().low(), outcome.comparison().high(), 1);
    }

    /** Two stars stand the correction, one only stands alone. */
    private Cell change(Outcome outcome) {
        Comparison comparison = outcome.comparison();
        boolean certain = study.isSignificant(outcome);
        String stars = certain ? "**" : comparison.p() < UNCORRECTED ? "*" : "";
        Cell cell = Cell.of(Cell.signed(comparison.difference(), 1).text() + stars);
        return certain ? cell.as(comparison.difference() > 0 ? Tone.GOOD : Tone.BAD) : cell;
    }

    private String legend() {
        return study.comparisons() == 0 ? "" : ("** p < 0.05 after Holm's correction for %d comparisons, * only without it; paired bootstrap."
                ).formatted(study.comparisons());
    }

    private static boolean isFixed(Policy policy) {
        return policy.equals(Policy.of(policy.temperature()).with(Correction.NONE)) && policy.temperature() instanceof FixedTemperature;
    }

    private static double tau(Policy policy) {
        return ((FixedTemperature) policy.temperature()).tau();
    }

    private static String p(double p) {
        return p < 0.001 ? "<0.001" : format("%.3f", p);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
