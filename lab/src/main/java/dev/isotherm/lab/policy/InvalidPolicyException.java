package dev.isotherm.lab.policy;

/** A text that is no policy; the message says what was given and what is allowed. */
public final class InvalidPolicyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int QUOTED = 80;

    InvalidPolicyException(String given) {
        this(given, "an attention temperature, then any of +centre or +abtt:<directions>, +mean or +late, +documents");
    }

    InvalidPolicyException(String given, String allowed) {
        super("policy '%s': allowed is %s".formatted(given.length() > QUOTED ? given.substring(0, QUOTED) + "…" : given, allowed));
    }
}
