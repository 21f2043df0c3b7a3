package dev.isotherm.bench.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** A server that speaks text-embeddings-inference's {@code POST /embed}. */
record Endpoint(String name, URI embed, HttpClient http) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * @param argument such as {@code tei=http://127.0.0.1:8081}
     */
    static Endpoint parse(String argument, HttpClient http) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("'%s' is no endpoint, which looks like name=http://host:port".formatted(argument));
        }
        return new Endpoint(argument.substring(0, equals), URI.create(argument.substring(equals + 1) + "/embed"), http);
    }

    /** The body of a request for these texts; what is too long is cut by whoever answers. */
    static byte[] body(Iterable<String> texts) throws IOException {
        return JSON.writeValueAsBytes(Map.of("inputs", texts, "truncate", true));
    }

    float[][] vectors(byte[] body) throws IOException, InterruptedException {
        return JSON.readValue(post(body), float[][].class);
    }

    byte[] post(byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(embed).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body)).build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("%s answered %d: %s".formatted(name, response.statusCode(), new String(response.body())));
        }
        return response.body();
    }
}
