package io.sequinmcp.sequin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who may vouch for a Sequin's certificate: those that Java knows, and an operator's own. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /**
     * Both together.
     *
     * @param file PEM certificates, one after the other
     * @throws IllegalArgumentException if there are none in it
     */
    static KeyStore with(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> own =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (own.isEmpty()) {
                throw unusable(null);
            }
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int count = 0;
            for (Certificate certificate : own) {
                all.setCertificateEntry("own-" + count++, certificate);
            }
            for (X509Certificate certificate : ofJava()) {
                all.setCertificateEntry("java-" + count++, certificate);
            }
            return all;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private static Collection<X509Certificate> ofJava() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    private static IllegalArgumentException unusable(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "sequin-mcp.sequin.ca-certificates must be a file of PEM certificates, one after the other", cause);
    }
}
