package dev.isotherm.server.http;

import dev.isotherm.server.config.Access;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import io.javalin.http.Context;

/** Lets in who has a key. */
final class Gate {

    private static final String SCHEME = "bearer ";

    private final Access access;

    Gate(Access access) {
        this.access = access;
    }

    /**
     * @throws RequestException when a key is needed and there is none, or a wrong one
     */
    void require(Context ctx) {
        if (access.keys().isEmpty()) {
            return;
        }
        String given = ctx.header("Authorization");
        if (given == null) {
            throw new RequestException(Kind.UNAUTHORIZED, "no API key was given: send it as Authorization: Bearer <key>");
        }
        boolean bearer = given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        if (!bearer || !access.keys().accepts(given.substring(SCHEME.length()).strip())) {
            throw new RequestException(Kind.UNAUTHORIZED, "the API key is none of this server's");
        }
    }
}
