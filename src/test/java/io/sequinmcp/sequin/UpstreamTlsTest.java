package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.sequin.Problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sequins behind https: whose certificate nobody known vouches for gets nothing, above all no token. */
@QuarkusTest
class UpstreamTlsTest extends FacadeTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final AtomicInteger requests = new AtomicInteger();
    private Path directory;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        directory = Files.createTempDirectory("upstream-tls");
        KeyStore keys = keys("localhost");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        byte[] body = "{\"data\":[]}".getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        for (String file : List.of("keys.p12", "ca.pem", "")) {
            Files.delete(directory.resolve(file));
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_refused() {
        Problem problem = refused(at("localhost").sinks().list());

        assertThat(problem.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(requests).hasValue(0);
    }

    @Test
    void an_operators_own_authority_may_vouch() {
        configure("ca-certificates", directory.resolve("ca.pem").toString());

        assertThat(got(at("localhost").sinks().list())).isEmpty();
        assertThat(requests).hasPositiveValue();
    }

    @Test
    void a_certificate_for_another_name_is_refused_all_the_same() {
        configure("ca-certificates", directory.resolve("ca.pem").toString());

        assertThat(refused(at("127.0.0.1").sinks().list()).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(requests).hasValue(0);
    }

    private Sequin at(String host) {
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort());
        return sequins().open(new Account("tls", url, StubSequin.TOKEN, Optional.empty()), Reach.EVERYTHING);
    }

    /** A key with a certificate that vouches for itself, also as a file for those who trust it. */
    private KeyStore keys(String host) throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate("server").getEncoded());
        Files.writeString(
                directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
        return keys;
    }
}
