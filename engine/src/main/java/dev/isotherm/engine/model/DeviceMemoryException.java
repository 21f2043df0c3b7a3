package dev.isotherm.engine.model;

/** A batch for which the device's memory does not suffice; a smaller one may pass. */
public final class DeviceMemoryException extends ForwardException {

    private static final long serialVersionUID = 1L;

    public DeviceMemoryException(Throwable cause) {
        super("the device's memory does not suffice", cause);
    }
}
