package dev.isotherm.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A server's certificate, in PEM.
 *
 * @param certificate it, followed by those that lead to its authority
 * @param key its private key, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {

    /**
     * @throws SettingException when there is one without the other
     */
    public static Optional<TlsFiles> of(Path certificate, Path key) {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new SettingException("tls-cert and tls-key go together, given is only %s".formatted(key == null ? "tls-cert" : "tls-key"));
        }
        return Optional.of(new TlsFiles(certificate, key));
    }
}
