package dev.isotherm.lab.policy;

import dev.isotherm.engine.temperature.InvalidTemperatureException;

/** A text that is no policy; the message says what was given and what is allowed. */
public final class InvalidPolicyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int QUOTED = 80;

    InvalidPolicyException(String given) {
        super(("policy is '%s', allowed is an attention temperature, then perhaps +centre or +abtt:<1 to %d>, +mean or +late, +documents, "
                + "each once").formatted(quoted(given), Correction.AllButTheTop.MAX));
    }

    private InvalidPolicyException(String message, InvalidTemperatureException cause) {
        super(message, cause);
    }

    /** The policy's temperature is none. */
    static InvalidPolicyException because(String given, InvalidTemperatureException cause) {
        return new InvalidPolicyException("policy '%s': attention temperature: %s".formatted(quoted(given), cause.getMessage()), cause);
    }

    private static String quoted(String given) {
        return given.length() > QUOTED ? given.substring(0, QUOTED) + "…" : given;
    }
}
