package dev.isotherm.engine.model;

/**
 * A forward pass that failed. The message is fit for a client; the cause is not, since native errors carry backtraces and
 * paths.
 */
public sealed class ForwardException extends RuntimeException permits DeviceMemoryException, DeviceLostException {

    private static final long serialVersionUID = 1L;

    public ForwardException(String message) {
        super(message);
    }

    public ForwardException(String message, Throwable cause) {
        super(message, cause);
    }
}
