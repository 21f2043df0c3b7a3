package dev.isotherm.lab.policy;

import dev.isotherm.engine.temperature.AttentionTemperature;
import dev.isotherm.engine.temperature.InvalidTemperatureException;
import dev.isotherm.engine.text.Overflow;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to embed queries and documents, which prints itself and can be read back: {@code 0.8}, {@code blend:1.0,0.5+centre},
 * {@code 1.0+mean}, {@code log:64+documents}.
 *
 * @param temperature of documents, and of queries too unless it is for documents alone
 * @param correction what is taken out of vectors
 * @param overflow what becomes of documents beyond the window: truncate, mean or late; queries are cut
 * @param documentsOnly whether queries are embedded by the model as published
 */
public record Policy(AttentionTemperature temperature, Correction correction, Overflow overflow, boolean documentsOnly) {

    /** The model as published. */
    public static final Policy PUBLISHED = of(AttentionTemperature.NONE);

    private static final String SEPARATOR = "+";
    private static final String ABTT = "abtt:";

    /**
     * @throws InvalidPolicyException when long documents are to be refused, which is no way to embed them
     */
    public Policy {
        if (overflow == Overflow.ERROR) {
            throw new InvalidPolicyException(temperature + SEPARATOR + overflow.label());
        }
    }

    public static Policy of(AttentionTemperature temperature) {
        return new Policy(temperature, Correction.NONE, Overflow.TRUNCATE, false);
    }

    /**
     * @throws InvalidPolicyException when the text is no policy
     */
    public static Policy parse(String text) {
        List<String> parts = List.of(text.strip().split("\\+", -1));
        Policy policy = of(temperature(text, parts.get(0)));
        for (String part : parts.subList(1, parts.size())) {
            policy = policy.with(text, part.strip());
        }
        return policy;
    }

    /**
     * Policies separated by spaces or semicolons, each once, in the order of their first mention.
     *
     * @throws InvalidPolicyException when one of them is none
     */
    public static List<Policy> parseAll(String text) {
        return Stream.of(text.split("[\\s;]+")).filter(part -> !part.isEmpty()).map(Policy::parse).distinct().toList();
    }

    public AttentionTemperature ofQueries() {
        return documentsOnly ? AttentionTemperature.NONE : temperature;
    }

    public AttentionTemperature ofDocuments() {
        return temperature;
    }

    public Policy with(Correction chosen) {
        return new Policy(temperature, chosen, overflow, documentsOnly);
    }

    public Policy with(Overflow chosen) {
        return new Policy(temperature, correction, chosen, documentsOnly);
    }

    /** For each of its texts. */
    public int forwardPasses() {
        return temperature.members().size();
    }

    /** Whether a vector of the model as published can be made into one of this policy without the model. */
    public boolean needsNoForwardPass() {
        return temperature.isNone() && overflow == Overflow.TRUNCATE;
    }

    private Policy with(String text, String part) {
        if (part.startsWith(ABTT)) {
            return with(text, correction.equals(Correction.NONE), with(new Correction.AllButTheTop(number(text, part))));
        }
        return switch (part) {
            case "centre" -> with(text, correction.equals(Correction.NONE), with(new Correction.TwoMeans()));
            case "mean" -> with(text, overflow == Overflow.TRUNCATE, with(Overflow.MEAN));
            case "late" -> with(text, overflow == Overflow.TRUNCATE, with(Overflow.LATE));
            case "documents" -> with(text, !documentsOnly, new Policy(temperature, correction, overflow, true));
            default -> throw new InvalidPolicyException(text);
        };
    }

    /** Each kind of part may stand once. */
    private static Policy with(String text, boolean first, Policy changed) {
        if (!first) {
            throw new InvalidPolicyException(text);
        }
        return changed;
    }

    private static int number(String text, String part) {
        try {
            return Integer.parseInt(part.substring(ABTT.length()));
        } catch (NumberFormatException e) {
            throw new InvalidPolicyException(text);
        }
    }

    private static AttentionTemperature temperature(String text, String part) {
        try {
            return AttentionTemperature.parse(part);
        } catch (InvalidTemperatureException e) {
            throw InvalidPolicyException.because(text, e);
        }
    }

    @Override
    public String toString() {
        return temperature
                + (correction.equals(Correction.NONE) ? "" : SEPARATOR + correction)
                + (overflow == Overflow.TRUNCATE ? "" : SEPARATOR + overflow.label())
                + (documentsOnly ? SEPARATOR + "documents" : "");
    }
}
