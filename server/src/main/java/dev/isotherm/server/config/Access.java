package dev.isotherm.server.config;

import java.net.URI;
import java.util.List;

/**
 * Who may ask.
 *
 * @param keys those that clients must have one of
 * @param allowedOrigins web origins, such as {@code https://example.org}, whose pages browsers let ask; {@code *} is all, and none is
 *     no page but the server's own
 */
public record Access(ApiKeys keys, List<String> allowedOrigins) {

    /** Everybody, but pages of no other origin. */
    public static final Access OPEN = new Access(ApiKeys.NONE, List.of());

    public Access {
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedOrigins.forEach(Access::requireOrigin);
        if (allowedOrigins.contains("*") && allowedOrigins.size() > 1) {
            throw new SettingException("cors-allow-origin", String.join(",", allowedOrigins), "* alone, or origins without it");
        }
    }

    private static void requireOrigin(String origin) {
        if (!origin.equals("*") && !isOrigin(origin)) {
            throw new SettingException("cors-allow-origin", origin, "*, or origins such as https://example.org:8443");
        }
    }

    private static boolean isOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
