package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;

/** How a family of clients wants its errors: status, names and JSON shape. */
interface Dialect {

    /** Status of a failure. */
    default int status(RequestException.Kind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case UNAUTHORIZED -> 401;
            case UNKNOWN_MODEL, NOT_FOUND -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case TOO_SLOW -> 408;
            case FINGERPRINT_MISMATCH -> 409;
            case PAYLOAD_TOO_LARGE -> 413;
            case INVALID -> 422;
            case OVERLOADED -> 429;
            case CLIENT_GONE -> 499;
            // Clients retry a 500; a 424 only text-embeddings-inference's know.
            case FORWARD_FAILED, INTERNAL -> 500;
            case DRAINING, DEVICE_LOST -> 503;
            case DEADLINE -> 504;
        };
    }

    byte[] body(RequestException failure);
}
