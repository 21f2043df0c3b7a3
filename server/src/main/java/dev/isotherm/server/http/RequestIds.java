package dev.isotherm.server.http;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;

/** Each answer carries the id of its request: the client's own where it is short and plain, else a new one. */
final class RequestIds {

    static final String HEADER = "X-Request-Id";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private RequestIds() {}

    static void set(Context ctx) {
        String given = ctx.header(HEADER);
        ctx.header(HEADER, given != null && PLAIN.matcher(given).matches() ? given : UUID.randomUUID().toString());
    }

    static String of(Context ctx) {
        return ctx.res().getHeader(HEADER);
    }
}
