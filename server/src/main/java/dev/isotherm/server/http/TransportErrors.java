package dev.isotherm.server.http;

import dev.isotherm.server.json.Json;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What is no valid HTTP is answered in JSON too, before any route sees it. */
final class TransportErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String reason = Objects.toString(request.getAttribute(ERROR_MESSAGE), HttpStatus.getMessage(response.getStatus()));
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("error", reason);
            json.writeStringField("error_type", "Validation");
            json.writeEndObject();
        });
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
