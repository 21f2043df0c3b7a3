package dev.isotherm.server.http;

import dev.isotherm.server.config.SettingException;
import dev.isotherm.server.config.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A server's certificate and key from PEM files, whichever of the usual ways the key is written in. */
final class Certificate {

    private static final char[] NO_PASSWORD = {};

    private Certificate() {}

    /**
     * @throws SettingException when they cannot be read, or do not belong together
     */
    static SslContextFactory.Server read(TlsFiles files) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key(files.key()), NO_PASSWORD, chain(files.certificate()));
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStore(store);
            tls.setKeyStorePassword("");
            tls.setSniRequired(false);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingException("tls-cert %s and tls-key %s cannot be used: %s".formatted(files.certificate(), files.key(), e.getMessage()));
        }
    }

    private static java.security.cert.Certificate[] chain(Path file) throws GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new SettingException("tls-cert %s holds no certificate".formatted(file));
            }
            return chain.toArray(java.security.cert.Certificate[]::new);
        } catch (IOException e) {
            throw new SettingException("tls-cert %s cannot be read: %s".formatted(file, e));
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file); PEMParser pem = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object object = pem.readObject(); object != null; object = pem.readObject()) {
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new SettingException("tls-key %s cannot be read: %s".formatted(file, e));
        }
        throw new SettingException("tls-key %s holds no private key, or an encrypted one".formatted(file));
    }
}
