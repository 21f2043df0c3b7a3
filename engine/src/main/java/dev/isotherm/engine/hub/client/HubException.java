package dev.isotherm.engine.hub.client;

/** A hub, or the cache of one, that does not yield what is needed; the message is a sentence with the remedy. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HubException(String message) {
        super(message);
    }

    public HubException(String message, Throwable cause) {
        super(message, cause);
    }
}
