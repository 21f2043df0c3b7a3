package dev.isotherm.lab.analyze;

import dev.isotherm.engine.text.Overflow;
import dev.isotherm.lab.embed.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An analysis in sentences. */
final class Findings {

    private final Analysis analysis;
    private final LengthGroups groups;

    Findings(Analysis analysis) {
        this.analysis = analysis;
        this.groups = analysis.groups();
    }

    /** What policies do, the first one's first, then which opens long texts most, then what was cut. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (groups.comparable()) {
            analysis.policies().forEach(policy -> sentences.add(verdict(policy.policy().toString(), policy.trend().orElseThrow())));
            opening().ifPresent(sentences::add);
        } else {
            sentences.add(incomparable());
        }
        cut().ifPresent(sentences::add);
        return sentences;
    }

    private String incomparable() {
        List<Integer> judged = groups.judged();
        String wanted = "Give texts of more varied length, or other --bins.";
        if (groups.present().size() == 1) {
            return format("All %d texts lie in one length bin (%s tokens): there is nothing to compare it with. %s",
                    groups.tokens().length, groups.label(groups.present().get(0)), wanted);
        }
        return judged.isEmpty()
                ? format("No length bin has %d texts: nothing can be compared. %s", LengthGroups.FEWEST, wanted)
                : format("Only one length bin (%s tokens) has at least %d texts: there is nothing to compare it with. %s",
                        groups.label(judged.get(0)), LengthGroups.FEWEST, wanted);
    }

    private static String verdict(String policy, Trend trend) {
        String more = trend.undecided() ? " More texts of these lengths may decide it." : "";
        return switch (trend.verdict()) {
            case COLLAPSE -> format("%s: embeddings collapse with length. %s; the centred cosine rises too, from %s, and %s.",
                    policy, cosine(trend), change(trend.centred()), rank(trend));
            case SIGNS -> format("%s: there are signs of collapse, but not all measures agree. %s; %s, and %s.%s",
                    policy, cosine(trend), centred(trend), rank(trend), more);
            case COSINE_ONLY -> format("%s: no collapse is shown. The raw cosine rises with length, which by itself proves nothing, for it does so "
                    + "whatever the texts say. %s; but %s, and %s.%s", policy, cosine(trend), centred(trend), rank(trend), more);
            case NONE -> format("%s: no collapse here. %s%s.", policy, cosine(trend), besides(trend));
        };
    }

    private static String cosine(Trend trend) {
        return format("From %s tokens (%d texts) to %s (%d) the mean pairwise cosine goes from %s", trend.shortest().label(), trend.shortest().texts(),
                trend.longest().label(), trend.longest().texts(), change(trend.cosine()));
    }

    private static String centred(Trend trend) {
        return (trend.centredRises() ? "the centred cosine rises too, from " : "the centred cosine does not clearly rise, from ") + change(trend.centred());
    }

    private static String rank(Trend trend) {
        Change rank = trend.rank();
        return format("the effective rank of %d texts %s, from %.1f to %.1f (%+.0f %%, 95 %% interval %+.0f to %+.0f %%)", trend.texts(),
                trend.rankFalls() ? "falls" : "does not clearly fall", rank.from(), rank.to(), 100 * rank.difference(), 100 * rank.low(), 100 * rank.high());
    }

    /** A witness without the fact that it should bear out is worth a word and no verdict. */
    private static String besides(Trend trend) {
        String centred = trend.centredRises() ? "; the centred cosine rises all the same, from " + change(trend.centred()) : "";
        String rank = trend.rankFalls() ? "; " + rank(trend) + " all the same" : "";
        return centred + rank;
    }

    private static String change(Change change) {
        return format("%.3f to %.3f (%+.3f, 95 %% interval %+.3f to %+.3f)", change.from(), change.to(), change.difference(), change.low(), change.high());
    }

    private Optional<String> opening() {
        List<PolicyMeasures> others = analysis.policies().stream().filter(policy -> policy.opening().isPresent()).toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String first = analysis.policies().get(0).policy().toString();
        String bin = groups.label(groups.longest());
        PolicyMeasures most = others.stream()
                .min(Comparator.comparingDouble(policy -> policy.opening().orElseThrow().cosine().difference())).orElseThrow();
        Opening opening = most.opening().orElseThrow();
        if (!opening.opens()) {
            return Optional.of(format("No policy opens the longest bin (%s tokens) against %s: the mean cosine changes by %+.3f at best (%s).",
                    bin, first, opening.cosine().difference(), most.policy()));
        }
        return Optional.of(format("%s opens the longest bin (%s tokens) most: mean cosine %.3f with %s, %.3f with it (%+.3f, %+.3f to %+.3f%s), "
                + "effective rank %.1f and %.1f. Wider spread is not better search: isotherm evaluate and isotherm calibrate judge that.",
                most.policy(), bin, opening.cosine().from(), first, opening.cosine().to(), opening.cosine().difference(),
                opening.cosine().low(), opening.cosine().high(), others.size() == 1 ? "" : " when corrected for " + others.size() + " policies",
                opening.rankBefore(), opening.rank()));
    }

    private Optional<String> cut() {
        int beyond = groups.beyondWindow();
        boolean cuts = analysis.policies().stream().anyMatch(policy -> policy.policy().overflow() == Overflow.TRUNCATE);
        if (beyond == 0 || !cuts) {
            return Optional.empty();
        }
        int texts = groups.tokens().length;
        String remedy = analysis.role() == Role.QUERY ? ""
                : " The policy 1.0+mean reads all of it; so does the server when a request says \"overflow\": \"mean\".";
        return Optional.of(format("%d of %d texts (%s) are longer than the window of %d tokens and were cut: what is beyond it is not in their "
                + "vectors.%s", beyond, texts, percent(beyond / (double) texts), groups.window(), remedy));
    }

    static String percent(double share) {
        return share > 0 && share < 0.01 ? "<1 %" : format("%.0f %%", 100 * share);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("-0.000", "0.000").replace("+0.000", "0.000");
    }
}
