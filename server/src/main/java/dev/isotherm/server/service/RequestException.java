package dev.isotherm.server.service;

/**
 * A request that cannot be answered with vectors. The message is for the client: which field, what was given, what is allowed.
 */
public final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong; each dialect of HTTP has its own status and name for it. */
    public enum Kind {
        /** Not JSON, or a field of the wrong type. */
        MALFORMED,
        /** Well-formed, but not acceptable. */
        INVALID,
        /** Without a key, or with a wrong one. */
        UNAUTHORIZED,
        UNKNOWN_MODEL,
        NOT_FOUND,
        METHOD_NOT_ALLOWED,
        FINGERPRINT_MISMATCH,
        PAYLOAD_TOO_LARGE,
        /** The body came in too slowly. */
        TOO_SLOW,
        FORWARD_FAILED,
        OVERLOADED,
        DRAINING,
        DEVICE_LOST,
        /** Its time was up before there was an answer. */
        DEADLINE,
        /** Nobody reads the answer. */
        CLIENT_GONE,
        INTERNAL
    }

    private final Kind kind;
    private final String field;

    public RequestException(Kind kind, String message) {
        this(kind, null, message);
    }

    /**
     * @param field the field of the request at fault, or null
     */
    public RequestException(Kind kind, String field, String message) {
        // Clients cause these at will: a stack trace would cost more than the request.
        super(message, null, false, false);
        this.kind = kind;
        this.field = field;
    }

    /** A field whose value is not acceptable. */
    public static RequestException invalid(String field, String given, String allowed) {
        return new RequestException(Kind.INVALID, field, "%s is %s, allowed is %s".formatted(field, given, allowed));
    }

    public Kind kind() {
        return kind;
    }

    /** The field at fault, or null when it is none in particular. */
    public String field() {
        return field;
    }
}
