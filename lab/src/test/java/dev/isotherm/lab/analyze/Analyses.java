package dev.isotherm.lab.analyze;

import dev.isotherm.lab.embed.Role;
import dev.isotherm.lab.measure.LengthBins;
import dev.isotherm.lab.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Analyses made by hand, to see what is said of them. */
final class Analyses {

    private static final AnalyzedTexts TEXTS = new AnalyzedTexts("tea", List.of("a", "b"), 2, 0);
    private static final LengthGroups GROUPS = Clouds.groups(20, 30);

    private Analyses() {}

    /** Of 20 short texts and 30 long ones. */
    static Analysis of(PolicyMeasures... policies) {
        return new Analysis(TEXTS, Role.DOCUMENT, GROUPS, List.of(policies), List.of(), "");
    }

    /** Of texts with so many tokens, and a window of 512; without measures. */
    static Analysis ofLengths(Role role, List<String> policies, int... tokens) {
        return new Analysis(TEXTS, role, new LengthGroups(LengthBins.STANDARD, tokens, 512),
                policies.stream().map(policy -> new PolicyMeasures(Policy.parse(policy), List.of(), Optional.empty(), Optional.empty())).toList(),
                List.of(), "");
    }

    /** So many texts of so many tokens. */
    static IntStream texts(int count, int tokens) {
        return IntStream.range(0, count).map(i -> tokens);
    }

    static PolicyMeasures policy(String policy, Trend trend) {
        return new PolicyMeasures(Policy.parse(policy), List.of(), Optional.of(trend), Optional.empty());
    }

    static PolicyMeasures policy(String policy, Trend trend, Opening opening) {
        return new PolicyMeasures(Policy.parse(policy), List.of(), Optional.of(trend), Optional.of(opening));
    }

    /** From the shortest to the longest bin of {@link #of}. */
    static Trend trend(Change cosine, Change centred, Change rank) {
        return new Trend(new Trend.End("1-16", 20), new Trend.End("257-512", 30), cosine, centred, rank, 20);
    }

    /** A cosine that is known to 0.01. */
    static Change cosine(double from, double to) {
        return new Change(from, to, to - from, to - from - 0.01, to - from + 0.01);
    }

    /** A cosine that is known to 0.2. */
    static Change vague(double from, double to) {
        return new Change(from, to, to - from, to - from - 0.2, to - from + 0.2);
    }

    /** An effective rank that is known to 5 %. */
    static Change rank(double from, double to) {
        double share = to / from - 1;
        return new Change(from, to, share, share - 0.05, share + 0.05);
    }
}
