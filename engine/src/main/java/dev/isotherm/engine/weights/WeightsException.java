package dev.isotherm.engine.weights;

/** A weight file that cannot be used; the message says which tensor or part of the file and why. */
public final class WeightsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
