package dev.isotherm.engine.model;

/** A device that fails from now on, whatever is asked of it: only a new process can use it again. */
public final class DeviceLostException extends ForwardException {

    private static final long serialVersionUID = 1L;

    public DeviceLostException(String device, Throwable cause) {
        super("device %s is lost".formatted(device), cause);
    }
}
