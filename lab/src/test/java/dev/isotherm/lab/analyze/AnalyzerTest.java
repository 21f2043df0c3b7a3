package dev.isotherm.lab.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isotherm.engine.Embedder;
import dev.isotherm.engine.Embedders;
import dev.isotherm.engine.pooling.Vectors;
import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.FixedTemperature;
import dev.isotherm.lab.embed.Progress;
import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.embed.TextEmbedder;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import dev.isotherm.lab.report.Markdown;
import dev.isotherm.lab.report.Report;
import dev.isotherm.lab.report.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From texts of two lengths to a report, on a random checkpoint of three layers with a window of 64 tokens. */
class AnalyzerTest {

    private static final List<String> SHORT = texts(10, 4);
    private static final List<String> LONG = texts(12, 90);
    private static final List<String> BOTH = Stream.concat(SHORT.stream(), LONG.stream()).toList();
    private static final String POLICIES = "1.0 blend:1.0,0.5 1.0+centre";

    private static Embedder embedder;

    @TempDir
    private Path cache;

    @BeforeAll
    static void load() {
        embedder = Embedders.tiny("tiny-bert");
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void binsAreMeasuredUnderEachPolicy() {
        Analysis analysis = analyze(BOTH, POLICIES, 0);
        assertThat(analysis.policies()).extracting(measures -> measures.policy().toString()).containsExactly("1.0", "blend:1.0,0.5", "1.0+centre");
        for (PolicyMeasures measures : analysis.policies()) {
            assertThat(measures.bins()).extracting(BinMeasures::texts).containsExactly(10, 12);
            assertThat(measures.bins()).extracting(BinMeasures::beyondWindow).containsExactly(0.0, 1.0);
            assertThat(measures.trend()).isPresent();
        }
        assertThat(analysis.policies()).extracting(measures -> measures.opening().isPresent()).containsExactly(false, true, true);
        List<BinMeasures> published = analysis.policies().get(0).bins();
        assertThat(published.get(0).cosine()).isCloseTo(meanCosine(SHORT), within(1e-4));
        assertThat(published.get(1).cosine()).isCloseTo(meanCosine(LONG), within(1e-4));
        assertThat(analysis.policies().get(2).bins().get(0).cosine()).as("centred, it is another").isLessThan(published.get(0).cosine() - 0.05);
    }

    @Test
    void layersAreThoseOfABlendsMembersEachOnce() {
        Analysis analysis = analyze(BOTH, POLICIES, 3);
        assertThat(analysis.layers()).extracting(profile -> profile.temperature() + " " + profile.bin())
                .containsExactly("1.0 1-16", "1.0 65-128", "0.5 1-16", "0.5 65-128");
        assertThat(analysis.layers()).extracting(LayerProfile::texts).containsOnly(3);
        assertThat(analysis.layers()).allSatisfy(profile -> {
            assertThat(profile.highFrequency()).hasSize(3).satisfies(values -> assertThat(values).doesNotContain(0));
            assertThat(profile.entropy()).hasSize(3);
            IntStream.range(0, 3).forEach(layer -> assertThat(profile.entropy()[layer]).isBetween(0.0, 1.0));
        });
        assertThat(analysis.layers().get(2).entropy()[0]).as("attention at 0.5 is sharper").isLessThan(analysis.layers().get(0).entropy()[0]);
    }

    @Test
    void fewerTextsThanAskedForAreLookedIntoWhereThereAreNoMore() {
        assertThat(analyze(SHORT.subList(0, 8), "1.0", 9).layers()).extracting(LayerProfile::texts).containsExactly(8);
    }

    @Test
    void theReportHasATableForEachPolicyAndAViewOfLayers() {
        Report report = report(BOTH, POLICIES, 3);
        assertThat(report.sections()).extracting(Section::title).containsExactly("By length", "Against length", "The rule", "Layer by layer");
        assertThat(report.findings().get(0)).startsWith("1.0: ");
        assertThat(report.findings()).anyMatch(finding -> finding.startsWith("12 of 22 texts (55 %) are longer than the window of 64 tokens"));
        String markdown = Markdown.render(report).replace("\\", "");
        assertThat(markdown).contains(" on made: 22 texts, as documents", "| tokens | texts | cut | cosine |", "| 1-16 | 10 | 0 % | ", "| 65-128 | 12 | 100 % | ",
                "| layer | τ = 1.0, 1-16 tokens | τ = 1.0, 65-128 tokens | τ = 0.5, 1-16 tokens | τ = 0.5, 65-128 tokens |",
                "Means over 3 texts of 1-16 tokens and 3 texts of 65-128 tokens", "- how");
        for (String policy : POLICIES.split(" ")) {
            assertThat(markdown).contains("\n" + policy + "\n\n| tokens | texts |");
        }
    }

    @Test
    void nothingIsCutUnderAPolicyThatReadsTextsWhole() {
        String markdown = Markdown.render(report(BOTH, "1.0 1.0+mean", 0));
        assertThat(markdown.substring(markdown.indexOf("\n1.0\n"), markdown.indexOf("\n1.0+mean\n"))).contains("| 65-128 | 12 | 100 % |");
        assertThat(markdown.substring(markdown.indexOf("\n1.0+mean\n"))).contains("| 65-128 | 12 | 0 % |");
    }

    @Test
    void ofTextsOfOneLengthThereIsATableAndNoVerdict() {
        Report report = report(SHORT, "1.0 0.5", 2);
        assertThat(report.findings()).singleElement().asString().startsWith("All 10 texts lie in one length bin (1-16 tokens)");
        assertThat(report.sections()).extracting(Section::title).containsExactly("By length", "Layer by layer");
        assertThat(analyze(SHORT, "1.0 0.5", 2).layers()).hasSize(2);
    }

    @Test
    void ofTooFewTextsThereIsNothingToLookInto() {
        Analysis analysis = analyze(SHORT.subList(0, 5), "1.0", 2);
        assertThat(analysis.layers()).isEmpty();
        assertThat(analysis.policies().get(0).bins().get(0).cosine()).isNaN();
        assertThat(Markdown.render(report(SHORT.subList(0, 5), "1.0", 2))).contains("5 (too few)");
    }

    @Test
    void withoutALayerSampleLayersAreNotLookedInto() {
        assertThat(Markdown.render(report(BOTH, "1.0", 0))).contains("Layers were not looked into: none were asked for.");
    }

    @Test
    void queriesHaveTheirPrompt() {
        Analysis queries = with("1.0", Role.QUERY, 2, analyzer -> analyzer.analyze(texts(SHORT)));
        Analysis documents = analyze(SHORT, "1.0", 0);
        assertThat(queries.groups().tokens()[0]).isGreaterThan(documents.groups().tokens()[0]);
        assertThat(queries.policies().get(0).bins().get(0).cosine()).isNotEqualTo(documents.policies().get(0).bins().get(0).cosine());
        List<String> prompted = List.of("search: " + SHORT.get(0), "search: " + SHORT.get(5));
        assertThat(queries.layers().get(0).entropy()).isEqualTo(new LayerView(embedder).profile(prompted, "", new FixedTemperature(1)).entropy());
    }

    private static double meanCosine(List<String> texts) {
        List<float[]> vectors = texts.stream().map(text -> Embedders.alone(embedder, text, AttentionTemperature.NONE)).toList();
        return IntStream.range(0, vectors.size()).boxed()
                .flatMap(i -> IntStream.range(0, i).mapToObj(j -> Vectors.cosine(vectors.get(i), vectors.get(j))))
                .mapToDouble(cosine -> cosine).average().orElseThrow();
    }

    private Analysis analyze(List<String> texts, String policies, int layerSample) {
        return with(policies, Role.DOCUMENT, layerSample, analyzer -> analyzer.analyze(texts(texts)));
    }

    private Report report(List<String> texts, String policies, int layerSample) {
        return with(policies, Role.DOCUMENT, layerSample, analyzer -> analyzer.report(texts(texts), List.of("how")));
    }

    private <T> T with(String policies, Role role, int layerSample, Function<Analyzer, T> use) {
        try (TextEmbedder lab = new TextEmbedder(embedder, cache, Progress.SILENT)) {
            return use.apply(new Analyzer(lab, new AnalyzeOptions(Policy.parseAll(policies), LengthBins.STANDARD, role, layerSample, 1)));
        }
    }

    private static AnalyzedTexts texts(List<String> texts) {
        return new AnalyzedTexts("made", texts, texts.size(), 0);
    }

    /** Each another, of so many words and a number. */
    private static List<String> texts(int count, int words) {
        List<String> vocabulary = List.of("the", "length", "attention", "world", "a", "x", "q");
        return IntStream.range(0, count).mapToObj(i -> String.join(" ",
                IntStream.range(0, words).mapToObj(word -> vocabulary.get((word * (i + 1) + i) % 7)).toList()) + " " + i).toList();
    }
}
