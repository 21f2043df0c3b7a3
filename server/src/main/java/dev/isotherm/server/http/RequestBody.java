package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body of bounded size. */
final class RequestBody {

    /** What is read and dropped of a body that is too large, so that a client still busy sending sees the answer. */
    private static final int MAX_DISCARDED = 64 << 20;

    private static final int CHUNK = 1 << 16;

    private RequestBody() {}

    /**
     * @throws RequestException when the body has more than {@code limit} bytes or the client stops sending
     */
    static byte[] read(Context ctx, int limit) {
        if (ctx.req().getContentLengthLong() > limit && ctx.header("Expect") != null) {
            throw tooLarge(limit);
        }
        try {
            InputStream in = ctx.req().getInputStream();
            byte[] body = in.readNBytes(limit);
            if (body.length == limit && in.read() >= 0) {
                discard(in);
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException e) {
            throw new RequestException(Kind.MALFORMED, "the body ended early");
        }
    }

    private static RequestException tooLarge(int limit) {
        return new RequestException(Kind.PAYLOAD_TOO_LARGE, "the body is larger than the allowed %d bytes".formatted(limit));
    }

    private static void discard(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int discarded = 0;
        for (int read = in.read(chunk); read >= 0 && discarded < MAX_DISCARDED; read = in.read(chunk)) {
            discarded += read;
        }
    }
}
