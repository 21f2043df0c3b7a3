package dev.isotherm.engine.hub;

/** A model that cannot be found or used; the message says which, why, and what is allowed. */
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
