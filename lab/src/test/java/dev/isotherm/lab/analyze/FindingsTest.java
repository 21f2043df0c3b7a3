package dev.isotherm.lab.analyze;

import static dev.isotherm.lab.analyze.Analyses.cosine;
import static dev.isotherm.lab.analyze.Analyses.policy;
import static dev.isotherm.lab.analyze.Analyses.rank;
import static dev.isotherm.lab.analyze.Analyses.texts;
import static dev.isotherm.lab.analyze.Analyses.trend;
import static dev.isotherm.lab.analyze.Analyses.vague;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isotherm.lab.embed.Role;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of hand-made measures. */
class FindingsTest {

    private static final String COSINE = "From 1-16 tokens (20 texts) to 257-512 (30) the mean pairwise cosine goes from ";
    private static final String RISES = COSINE + "0.300 to 0.500 (+0.200, 95 % interval +0.190 to +0.210)";
    private static final Trend STEADY = trend(cosine(0.3, 0.3), cosine(0, 0), rank(15, 15));

    @Test
    void aCollapseIsSaidWithAllThreeFigures() {
        assertThat(sentence(trend(cosine(0.3, 0.5), cosine(-0.1, 0.1), rank(15, 9)))).isEqualTo("1.0: embeddings collapse with length. " + RISES
                + "; the centred cosine rises too, from -0.100 to 0.100 (+0.200, 95 % interval +0.190 to +0.210), "
                + "and the effective rank of 20 texts falls, from 15.0 to 9.0 (-40 %, 95 % interval -45 to -35 %).");
    }

    @Test
    void oneWitnessMakesSigns() {
        assertThat(sentence(trend(cosine(0.3, 0.5), cosine(-0.1, 0.1), rank(15, 15)))).startsWith(
                "1.0: there are signs of collapse, but not all measures agree. " + RISES + "; the centred cosine rises too, from ")
                .endsWith("and the effective rank of 20 texts does not clearly fall, from 15.0 to 15.0 (+0 %, 95 % interval -5 to +5 %).");
        assertThat(sentence(trend(cosine(0.3, 0.5), cosine(0, 0.01), rank(15, 9))))
                .contains("there are signs of collapse", "; the centred cosine does not clearly rise, from 0.000 to 0.010 (+0.010, 95 % interval 0.000 to +0.020), "
                        + "and the effective rank of 20 texts falls, from 15.0 to 9.0");
    }

    @Test
    void theRawCosineAloneShowsNoCollapse() {
        assertThat(sentence(trend(cosine(0.3, 0.5), cosine(0, 0.01), rank(15, 15)))).startsWith(
                "1.0: no collapse is shown. The raw cosine rises with length, which by itself proves nothing, for it does so whatever the texts say. "
                        + RISES + "; but the centred cosine does not clearly rise, from ")
                .contains(", and the effective rank of 20 texts does not clearly fall, from ");
    }

    @Test
    void withoutARiseThereIsNoCollapse() {
        assertThat(sentence(trend(cosine(0.5, 0.3), cosine(0, 0), rank(15, 15)))).isEqualTo(
                "1.0: no collapse here. " + COSINE + "0.500 to 0.300 (-0.200, 95 % interval -0.210 to -0.190).");
    }

    @Test
    void whatMovesWithoutARiseIsMentioned() {
        assertThat(sentence(trend(cosine(0.3, 0.3), cosine(0, 0.1), rank(15, 9)))).contains("no collapse here",
                "; the centred cosine rises all the same, from 0.000 to 0.100 (", "; the effective rank of 20 texts falls, from 15.0 to 9.0 (", ") all the same.");
    }

    @Test
    void moreTextsAreAskedForWhereTheyMayDecide() {
        String more = "More texts of these lengths may decide it.";
        assertThat(sentence(trend(cosine(0.3, 0.5), vague(0, 0.1), rank(15, 9)))).contains("signs of collapse").endsWith(more);
        assertThat(sentence(trend(cosine(0.3, 0.5), vague(0, 0.1), rank(15, 15)))).contains("no collapse is shown").endsWith(more);
        assertThat(sentence(trend(cosine(0.3, 0.5), vague(0, 0.01), rank(15, 15)))).as("it hardly moves").doesNotContain(more);
    }

    @Test
    void eachPolicyHasItsVerdict() {
        assertThat(sentences(policy("1.0", trend(cosine(0.3, 0.5), cosine(-0.1, 0.1), rank(15, 9))), policy("0.5+centre", STEADY)))
                .satisfiesExactly(first -> assertThat(first).startsWith("1.0: embeddings collapse"),
                        second -> assertThat(second).startsWith("0.5+centre: no collapse here"));
    }

    @Test
    void thePolicyThatOpensLongTextsMostIsNamed() {
        Opening some = new Opening(cosine(0.5, 0.45), 9, 10);
        Opening most = new Opening(cosine(0.5, 0.4), 9, 12);
        assertThat(sentences(policy("1.0", STEADY), policy("0.8", STEADY, some), policy("0.5", STEADY, most)).get(3)).isEqualTo(
                "0.5 opens the longest bin (257-512 tokens) most: mean cosine 0.500 with 1.0, 0.400 with it (-0.100, -0.110 to -0.090 when corrected for "
                        + "2 policies), effective rank 9.0 and 12.0. Wider spread is not better search: isotherm evaluate and isotherm calibrate judge that.");
        assertThat(sentences(policy("1.0", STEADY), policy("0.5", STEADY, most)).get(2)).doesNotContain("corrected");
    }

    @Test
    void whereNoneOpensThemTheBestIsNamed() {
        assertThat(sentences(policy("1.0", STEADY), policy("0.8", STEADY, new Opening(vague(0.5, 0.49), 9, 9)),
                policy("2.0", STEADY, new Opening(cosine(0.5, 0.6), 9, 7))).get(3)).isEqualTo(
                "No policy opens the longest bin (257-512 tokens) against 1.0: the mean cosine changes by -0.010 at best (0.8).");
    }

    @Test
    void textsOfOneLengthCannotBeCompared() {
        String wanted = "Give texts of more varied length, or other --bins.";
        assertThat(ofLengths(texts(20, 10))).containsExactly(
                "All 20 texts lie in one length bin (1-16 tokens): there is nothing to compare it with. " + wanted);
        assertThat(ofLengths(texts(20, 10), texts(7, 300))).containsExactly(
                "Only one length bin (1-16 tokens) has at least 8 texts: there is nothing to compare it with. " + wanted);
        assertThat(ofLengths(texts(7, 10), texts(7, 300))).containsExactly("No length bin has 8 texts: nothing can be compared. " + wanted);
    }

    @Test
    void saysHowManyTextsWereCut() {
        assertThat(ofLengths(texts(15, 512), texts(5, 513)).get(1)).isEqualTo(
                "5 of 20 texts (25 %) are longer than the window of 512 tokens and were cut: what is beyond it is not in their vectors. "
                        + "The policy 1.0+mean reads all of it; so does the server when a request says \"overflow\": \"mean\".");
        assertThat(ofLengths(texts(300, 512), texts(1, 513)).get(1)).startsWith("1 of 301 texts (<1 %) are longer");
        assertThat(cut(Role.QUERY, List.of("1.0"))).as("queries are cut in any case").last().asString().endsWith("what is beyond it is not in their vectors.");
    }

    @Test
    void nothingIsCutWhereTextsAreReadWhole() {
        assertThat(cut(Role.DOCUMENT, List.of("1.0+mean", "0.5+late"))).noneMatch(sentence -> sentence.contains("were cut"));
        assertThat(cut(Role.DOCUMENT, List.of("1.0+mean", "1.0"))).anyMatch(sentence -> sentence.contains("were cut"));
    }

    private static List<String> cut(Role role, List<String> policies) {
        return new Findings(Analyses.ofLengths(role, policies, texts(20, 600).toArray())).sentences();
    }

    private static List<String> ofLengths(IntStream... lengths) {
        int[] tokens = List.of(lengths).stream().flatMapToInt(length -> length).toArray();
        return new Findings(Analyses.ofLengths(Role.DOCUMENT, List.of("1.0"), tokens)).sentences();
    }

    private static String sentence(Trend trend) {
        List<String> sentences = sentences(policy("1.0", trend));
        assertThat(sentences).hasSize(1);
        return sentences.get(0);
    }

    private static List<String> sentences(PolicyMeasures... policies) {
        return new Findings(Analyses.of(policies)).sentences();
    }
}
