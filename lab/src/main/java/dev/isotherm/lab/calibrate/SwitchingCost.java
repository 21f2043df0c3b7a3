package dev.isotherm.lab.calibrate;

import dev.isotherm.lab.policy.Policy;
import java.time.Duration;
import java.util.Locale;

/**
 * What an index costs to be made again.
 *
 * @param documents in the corpus
 * @param tokens that the model sees of them in one forward pass
 * @param tokensPerSecond of this model on this machine
 * @param published fingerprint of an index of the model as published
 * @param recommended of one made by the policy that is recommended
 */
public record SwitchingCost(int documents, long tokens, double tokensPerSecond, String published, String recommended) {

    /** In sentences. */
    public String text(Policy policy) {
        if (policy.equals(Policy.PUBLISHED)) {
            return "Nothing is to be switched: indexes of fingerprint %s stay as they are.".formatted(published);
        }
        String index = policy.needsNoForwardPass()
                ? "the vectors of %d documents stay, each less the documents' mean and scaled to length 1 again; no forward pass".formatted(documents)
                : String.format(Locale.ROOT, "%d documents are embedded again, %,d tokens in %d forward pass%s, %s at the %,.0f tokens a second of this "
                        + "machine", documents, tokens, policy.forwardPasses(), policy.forwardPasses() == 1 ? "" : "es",
                        time(tokens * policy.forwardPasses() / tokensPerSecond), tokensPerSecond);
        String queries = policy.forwardPasses() > 1 && !policy.documentsOnly()
                ? "; each query takes %d forward passes from then on".formatted(policy.forwardPasses()) : "";
        return "Switching: %s%s. The index's fingerprint becomes %s, it was %s.".formatted(index, queries, recommended, published);
    }

    private static String time(double seconds) {
        Duration duration = Duration.ofMillis((long) (1000 * seconds));
        return duration.toHours() > 0 ? "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart())
                : duration.toMinutes() > 0 ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%d s".formatted(Math.max(1, duration.toSeconds()));
    }
}
