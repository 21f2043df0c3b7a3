package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a body of bounded size. */
final class RequestBody {

    private static final int CHUNK = 1 << 16;

    /** How long a body may come in as slowly as it likes, and how fast it has to afterwards: a client must not hold a thread for nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long BYTES_PER_SECOND = 4_000;

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
            byte[] body = read(in, limit, ctx.req().getContentLengthLong());
            if (body.length == limit && in.read() >= 0) {
                Leftovers.drop(in);
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException e) {
            throw new RequestException(Kind.MALFORMED, "the body ended early");
        }
    }

    private static byte[] read(InputStream in, int limit, long claimed) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) Math.max(0, Math.min(claimed, CHUNK)));
        byte[] chunk = new byte[(int) Math.max(1, Math.min(CHUNK, claimed < 0 ? CHUNK : claimed))];
        for (int read = 0; read >= 0 && body.size() < limit; read = in.read(chunk, 0, Math.min(chunk.length, limit - body.size()))) {
            body.write(chunk, 0, read);
            requireSpeed(body.size(), System.nanoTime() - start);
        }
        return body.toByteArray();
    }

    private static void requireSpeed(int bytes, long nanos) {
        if (nanos > PATIENCE.toNanos() && bytes < BYTES_PER_SECOND * (nanos / 1e9)) {
            throw new RequestException(Kind.TOO_SLOW, "the body comes in at less than %d bytes a second".formatted(BYTES_PER_SECOND));
        }
    }

    private static RequestException tooLarge(int limit) {
        return new RequestException(Kind.PAYLOAD_TOO_LARGE, "the body is larger than the allowed %d bytes".formatted(limit));
    }
}
