package dev.isotherm.lab.data;

/** Data that cannot be used; the message is one sentence for its owner: file, line, what was found, what is allowed. */
public final class DataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }
}
