package dev.isotherm.engine.policy;

/** A policy file that cannot be used; the message says what was given and what is allowed. */
public final class PolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PolicyException(String message) {
        super(message);
    }

    PolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
