package dev.isotherm.server.http;

import dev.isotherm.engine.model.DeviceLostException;
import dev.isotherm.engine.model.ForwardException;
import dev.isotherm.server.service.RequestException;
import dev.isotherm.server.service.RequestException.Kind;

/** What a client is told of a failure. Texts of unknown exceptions stay inside: they may carry paths and backtraces. */
final class Failures {

    private Failures() {}

    static RequestException of(Throwable failure) {
        if (failure instanceof RequestException request) {
            return request;
        }
        if (failure instanceof DeviceLostException lost) {
            return new RequestException(Kind.DEVICE_LOST, lost.getMessage());
        }
        if (failure instanceof ForwardException forward) {
            return new RequestException(Kind.FORWARD_FAILED, forward.getMessage());
        }
        return new RequestException(Kind.INTERNAL, "the server failed; its log says why");
    }
}
