package dev.isotherm.server.http;

import dev.isotherm.server.service.Caller;
import io.javalin.http.Context;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Clients that leave before their answer: HTTP/2 tells, by a stream that is reset; over HTTP/1.1 nothing is seen of it. */
final class Departures implements AsyncListener {

    private final Caller caller;

    private Departures(Caller caller) {
        this.caller = caller;
    }

    /** To be called once the request is asynchronous. */
    static void tell(Context ctx, Caller caller) {
        ctx.req().getAsyncContext().addListener(new Departures(caller));
    }

    @Override
    public void onError(AsyncEvent event) {
        caller.leave();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        caller.leave();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // requests have deadlines of our own
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // once is enough
    }
}
