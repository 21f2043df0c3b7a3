package dev.isotherm.server.http;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate for localhost that signs itself, its key written in one of the ways that tools write keys. */
record TestCertificates(Path certificate, Path key, SSLContext trusting) {

    /** How the key stands in its file. */
    enum KeyFormat {
        PKCS8("RSA", "SHA256withRSA"),
        PKCS1("RSA", "SHA256withRSA"),
        SEC1("EC", "SHA256withECDSA");

        private final String algorithm;
        private final String signature;

        KeyFormat(String algorithm, String signature) {
            this.algorithm = algorithm;
            this.signature = signature;
        }
    }

    static TestCertificates write(Path folder, KeyFormat format) throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = KeyPairGenerator.getInstance(format.algorithm).generateKeyPair();
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now();
        X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(
                        name, BigInteger.ONE, Date.from(now.minus(1, ChronoUnit.DAYS)), Date.from(now.plus(1, ChronoUnit.DAYS)), name, pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                .build(new JcaContentSignerBuilder(format.signature).build(pair.getPrivate())));
        Path certificateFile = pem(folder.resolve("cert.pem"), certificate);
        Path keyFile = pem(folder.resolve("key.pem"), switch (format) {
            case PKCS8 -> new JcaPKCS8Generator(pair.getPrivate(), null);
            case PKCS1 -> pair.getPrivate();
            case SEC1 -> sec1(pair);
        });
        return new TestCertificates(certificateFile, keyFile, trusting(certificate));
    }

    /** With the curve in it, as OpenSSL writes it. */
    private static PemObject sec1(KeyPair pair) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        int bits = ((java.security.interfaces.ECKey) pair.getPrivate()).getParams().getOrder().bitLength();
        return new PemObject("EC PRIVATE KEY", new ECPrivateKey(bits, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters()).getEncoded());
    }

    private static Path pem(Path file, Object object) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file); JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            pem.writeObject(object);
        }
        return file;
    }

    private static SSLContext trusting(X509Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
