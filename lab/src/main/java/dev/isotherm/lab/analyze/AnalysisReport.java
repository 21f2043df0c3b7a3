package dev.isotherm.lab.analyze;

import dev.isotherm.engine.text.Overflow;
import dev.isotherm.lab.report.Block;
import dev.isotherm.lab.report.Cell;
import dev.isotherm.lab.report.HeatMap;
import dev.isotherm.lab.report.LinePlot;
import dev.isotherm.lab.report.Point;
import dev.isotherm.lab.report.Report;
import dev.isotherm.lab.report.Section;
import dev.isotherm.lab.report.Series;
import dev.isotherm.lab.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** An analysis in words, tables and plots. */
final class AnalysisReport {

    private static final List<String> COLUMNS = List.of(
            "tokens", "texts", "cut", "cosine", "centred cosine", "distance to centre", "effective rank", "uniformity");

    private final Analysis analysis;
    private final LengthGroups groups;

    AnalysisReport(Analysis analysis) {
        this.analysis = analysis;
        this.groups = analysis.groups();
    }

    /**
     * @param model what was analyzed
     * @param notes how it was made
     */
    Report report(String model, List<String> notes) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("By length", Explanations.measures(groups), tables()));
        if (groups.comparable()) {
            sections.add(new Section("Against length", Explanations.PLOTS, plots()));
            sections.add(new Section("The rule", Explanations.RULE, List.of()));
        }
        sections.add(analysis.layers().isEmpty()
                ? new Section("Layer by layer", "Layers were not looked into: %s.".formatted(analysis.withoutLayers()), List.of())
                : new Section("Layer by layer", Explanations.layers(analysis.layers()), new LayerPlots(analysis.layers()).blocks()));
        return new Report("Length collapse", subtitle(model), new Findings(analysis).sentences(), sections, notes);
    }

    private String subtitle(String model) {
        AnalyzedTexts texts = analysis.texts();
        String sampled = texts.different() > texts.texts().size() ? " of %d, drawn by chance".formatted(texts.different()) : "";
        String leftOut = texts.leftOut() == 0 ? "" : "; %d empty or repeated texts left out".formatted(texts.leftOut());
        return "%s on %s: %d texts%s, as %s%s".formatted(model, texts.name(), texts.texts().size(), sampled, analysis.role().plural(), leftOut);
    }

    private List<Block> tables() {
        return analysis.policies().stream().map(policy -> (Block) new Table(COLUMNS,
                policy.bins().stream().map(bin -> row(policy, bin)).toList(), policy.policy().toString())).toList();
    }

    private List<Cell> row(PolicyMeasures policy, BinMeasures bin) {
        boolean cuts = policy.policy().overflow() == Overflow.TRUNCATE;
        List<Cell> row = new ArrayList<>(List.of(
                Cell.of(groups.label(bin.bin())),
                Cell.of(bin.texts() < LengthGroups.FEWEST ? "%d (too few)".formatted(bin.texts()) : Integer.toString(bin.texts())),
                Cell.of(Findings.percent(cuts ? bin.beyondWindow() : 0)),
                Cell.number(bin.cosine(), 3),
                Cell.number(bin.centredCosine(), 3)));
        row.add(equal(bin, EqualSpread::distanceToCentre, 3));
        row.add(equal(bin, EqualSpread::effectiveRank, 1));
        row.add(equal(bin, EqualSpread::uniformity, 2));
        return row;
    }

    private static Cell equal(BinMeasures bin, ToDoubleFunction<EqualSpread> figure, int decimals) {
        return Cell.number(bin.spread().map(figure::applyAsDouble).orElse(Double.NaN), decimals);
    }

    private List<Block> plots() {
        return List.of(
                plot("Mean pairwise cosine", BinMeasures::cosine),
                plot("Mean pairwise cosine, centred", BinMeasures::centredCosine),
                new HeatMap("Distance to the bin's own centre", names(), groups.judged().stream().map(groups::label).toList(), distances(), 3));
    }

    private LinePlot plot(String title, ToDoubleFunction<BinMeasures> figure) {
        return new LinePlot(title, "tokens, the bin's median", "cosine", analysis.policies().stream()
                .map(policy -> new Series(policy.policy().toString(), policy.bins().stream().filter(bin -> Double.isFinite(bin.cosine()))
                        .map(bin -> Point.of(groups.medianTokens(bin.bin()), figure.applyAsDouble(bin))).toList()))
                .toList(), true);
    }

    private List<String> names() {
        return analysis.policies().stream().map(policy -> policy.policy().toString()).toList();
    }

    private double[][] distances() {
        return analysis.policies().stream().map(policy -> policy.bins().stream().filter(bin -> Double.isFinite(bin.cosine()))
                .mapToDouble(bin -> bin.spread().map(EqualSpread::distanceToCentre).orElse(Double.NaN)).toArray()).toArray(double[][]::new);
    }
}
