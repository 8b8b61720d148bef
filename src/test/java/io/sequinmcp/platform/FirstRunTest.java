package io.sequinmcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.vertx.http.HttpServerStart;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.ConnectorRules;
import io.sequinmcp.connectors.Connectors;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.keys.ServerKeys;
import io.vertx.core.http.HttpServerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a first run makes and says: a connector on the sandbox, whose URL is printed and stays the same. */
class FirstRunTest {
    private static final String FILE = "sandbox-connector-token";

    private final Path data;

    FirstRunTest(@TempDir Path data) {
        this.data = data;
    }

    @Test
    void prints_one_line_with_the_url_and_nothing_else() throws IOException {
        SandboxConnector connector = sandbox(true);

        String printed = announced(connector, Optional.empty());

        assertThat(printed).isEqualTo("MCP URL: http://localhost:8080/mcp/" + kept() + System.lineSeparator());
    }

    @Test
    void the_url_is_that_of_the_service_as_agents_reach_it() throws IOException {
        SandboxConnector connector = sandbox(true);

        String printed = announced(connector, Optional.of(URI.create("https://mcp.example.com/sequin/")));

        assertThat(printed.strip()).isEqualTo("MCP URL: https://mcp.example.com/sequin/mcp/" + kept());
    }

    @Test
    void the_token_opens_every_default_tool_and_no_more() throws IOException {
        assertThat(sandbox(true).connectors()).singleElement().satisfies((Connector connector) -> {
            assertThat(connector.account()).isEqualTo("default");
            assertThat(connector.scope()).isEqualTo(Scope.ALL_DEFAULT_TOOLS);
            assertThat(connectors(sandbox(true)).admit(kept())).contains(connector);
        });
    }

    @Test
    void the_file_is_for_its_owner_only() throws IOException {
        sandbox(true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(FILE))))
                .isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).as("nothing half-made is left").containsExactly(data.resolve(FILE));
        }
    }

    @Test
    void the_token_survives_a_restart() throws IOException {
        sandbox(true);
        String before = kept();

        SandboxConnector restarted = sandbox(true);

        assertThat(restarted.token().orElseThrow().reveal()).isEqualTo(before);
        assertThat(announced(restarted, Optional.empty())).contains(before);
    }

    @Test
    void a_start_that_was_cut_short_is_made_up_for() throws IOException {
        Files.writeString(data.resolve(FILE + ".new"), "smcp_half");

        assertThat(sandbox(true).token().orElseThrow().reveal())
                .isEqualTo(kept())
                .hasSize(48);
    }

    @Test
    void without_the_sandbox_there_is_no_connector_no_file_and_no_line() {
        SandboxConnector none = sandbox(false);

        assertThat(none.connectors()).isEmpty();
        assertThat(data).isEmptyDirectory();
        assertThat(announced(none, Optional.empty())).isEmpty();
    }

    @Test
    void a_file_that_holds_no_token_is_refused_by_its_name_and_not_shown() throws IOException {
        Files.writeString(data.resolve(FILE), "smcp_of-something-else");

        assertThatThrownBy(() -> sandbox(true))
                .hasMessageContaining(FILE)
                .hasMessageContaining("delete it")
                .hasMessageNotContaining("something-else");
    }

    @Test
    void a_data_directory_that_is_none_is_refused_by_its_variable() throws IOException {
        Path file = Files.writeString(data.resolve("a-file"), "");

        assertThatThrownBy(() -> sandbox(file, true)).hasMessageContainingAll("SEQUIN_MCP_DATA_DIR", FILE);
    }

    private String kept() throws IOException {
        return Files.readString(data.resolve(FILE));
    }

    private SandboxConnector sandbox(boolean on) {
        return sandbox(data, on);
    }

    private static SandboxConnector sandbox(Path data, boolean on) {
        return new SandboxConnector(new TestServiceConfig(on, Optional.empty()), ServerKeys.files(data));
    }

    private static Connectors connectors(SandboxConnector connector) {
        return new Connectors(List.of(connector), new ConnectorRules(List::of), Clock.systemUTC());
    }

    private record TestServiceConfig(boolean sandbox, Optional<URI> publicUrl) implements ServiceConfig {
        @Override
        public Optional<String> adminToken() {
            return Optional.empty();
        }

        @Override
        public int replicas() {
            return 1;
        }
    }

    private String announced(SandboxConnector connector, Optional<URI> publicUrl) {
        StartUp start = new StartUp(
                new TestServiceConfig(true, publicUrl), new Accounts(List.of()), connectors(connector), connector);
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            start.announce(new HttpServerStart(new HttpServerOptions().setPort(8080)));
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
