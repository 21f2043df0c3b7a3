package dev.isotherm.server.config;

import java.net.URI;

/**
 * Where traces go.
 *
 * @param endpoint of a collector that speaks OTLP over HTTP, such as {@code http://localhost:4318}
 * @param serviceName what the server is called there
 */
public record Tracing(URI endpoint, String serviceName) {

    public Tracing {
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new SettingException("otlp-endpoint", endpoint, "an address such as http://localhost:4318");
        }
    }
}
