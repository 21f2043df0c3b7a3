package dev.isotherm.lab.analyze;

import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.engine.temperature.PassTemperature;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures how texts of different lengths lie under one policy after another. */
public final class Analyzer {

    private final TextEmbedder embedder;
    private final AnalyzeOptions options;

    public Analyzer(TextEmbedder embedder, AnalyzeOptions options) {
        this.embedder = embedder;
        this.options = options;
    }

    /**
     * @param notes how it was made
     */
    public Report report(AnalyzedTexts texts, List<String> notes) {
        return new AnalysisReport(analyze(texts)).report(embedder.embedder().model().id(), notes);
    }

    Analysis analyze(AnalyzedTexts texts) {
        int[] tokens = embedder.tokens(texts.texts(), options.role());
        LengthGroups groups = new LengthGroups(options.bins(), tokens, embedder.embedder().model().maxInputTokens());
        List<PolicyMeasures> measures = new ArrayList<>();
        BinnedVectors first = null;
        for (Policy policy : options.policies()) {
            BinnedVectors vectors = BinnedVectors.of(new PolicyVectors(embedder, options.role()).of(policy, texts.texts(), groups), groups);
            measures.add(measures(policy, vectors, Optional.ofNullable(first), groups));
            first = first == null ? vectors : first;
        }
        if (options.layerSample() == 0) {
            return new Analysis(texts, options.role(), groups, measures, List.of(), "none were asked for");
        }
        try {
            return new Analysis(texts, options.role(), groups, measures, layers(texts, groups), "");
        } catch (ForwardException e) {
            return new Analysis(texts, options.role(), groups, measures, List.of(), e.getMessage());
        }
    }

    private PolicyMeasures measures(Policy policy, BinnedVectors vectors, Optional<BinnedVectors> first, LengthGroups groups) {
        List<BinMeasures> bins = groups.present().stream().map(bin -> BinMeasures.of(bin, vectors, groups, options.seed())).toList();
        if (!groups.comparable()) {
            return new PolicyMeasures(policy, bins, Optional.empty(), Optional.empty());
        }
        return new PolicyMeasures(policy, bins, Optional.of(Trend.of(vectors, groups, options.seed())),
                first.map(before -> Opening.of(before, vectors, groups, options.policies().size() - 1, options.seed())));
    }

    /** Each forward pass that any policy takes, once: a blend's members stand for it one by one. */
    private List<LayerProfile> layers(AnalyzedTexts texts, LengthGroups groups) {
        List<PassTemperature> passes = options.policies().stream()
                .flatMap(policy -> PolicyVectors.temperature(policy, options.role()).members().stream()).distinct().toList();
        LayerView view = new LayerView(embedder.embedder());
        List<Integer> ends = groups.judged().isEmpty() ? List.of() : IntStream.of(groups.shortest(), groups.longest()).distinct().boxed().toList();
        return passes.stream().flatMap(pass -> ends.stream().map(bin -> view.profile(sample(texts, groups, bin), groups.label(bin), pass))).toList();
    }

    /** Evenly spaced texts of a bin, with their prompt. */
    private List<String> sample(AnalyzedTexts texts, LengthGroups groups, int bin) {
        int[] members = groups.members(bin);
        int count = Math.min(options.layerSample(), members.length);
        String prompt = embedder.prompt(options.role());
        return IntStream.range(0, count).mapToObj(i -> prompt + texts.texts().get(members[(int) ((long) i * members.length / count)])).toList();
    }
}
