package dev.isotherm.server.http;

import dev.isotherm.server.service.EmbedResult;
import io.javalin.http.Context;

/** What every answer with vectors says about them, whatever its body has room for. */
final class EmbedHeaders {

    private EmbedHeaders() {}

    static void write(Context ctx, EmbedResult result) {
        ctx.contentType("application/json");
        ctx.header("X-Isotherm-Fingerprint", result.fingerprint());
        ctx.header("X-Isotherm-Tokens", Long.toString(result.tokensUsed()));
        ctx.header("X-Isotherm-Truncated", Long.toString(result.truncated()));
    }
}
