package dev.isotherm.engine.torch;

/** A device, dtype or library that is not to be had here; the message says which, why, and the remedy. */
public final class BackendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
