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

    /** The first line of what a library says, for an operator; a backtrace with paths may follow it. */
    public static String reason(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst()
                .orElse(failure.getClass().getSimpleName());
    }
}
