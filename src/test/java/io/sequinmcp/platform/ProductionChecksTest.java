package io.sequinmcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.sequinmcp.keys.KeysConfig;
import io.sequinmcp.store.StoreLocations;
import io.sequinmcp.store.StoreStart;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start in front of a real Sequin takes; each check refused, and allowed. */
class ProductionChecksTest {
    private Optional<String> adminToken = Optional.of("an admin token of 32 or more characters");
    private Optional<String> key = Optional.of("an encryption key of 32 or more characters");
    private Optional<URI> publicUrl = Optional.of(URI.create("https://sequin-mcp.example.com"));
    private int replicas = 1;
    private boolean sandbox;
    private String database = "jdbc:h2:file:/data/sequin-mcp";

    @Test
    void all_that_is_needed_is_enough() {
        assertThat(complaints()).isEmpty();
    }

    @Test
    void without_an_admin_token_there_is_no_start() {
        adminToken = Optional.empty();

        assertThat(complaints()).singleElement().asString().contains("SEQUIN_MCP_ADMIN_TOKEN", "openssl rand -hex 32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:file:/data/sequin-mcp", "postgresql"})
    void without_an_encryption_key_nothing_is_kept(String where) {
        database = where;
        key = Optional.of("  ");

        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("SEQUIN_MCP_ENCRYPTION_KEY", "openssl rand -hex 32");
    }

    @Test
    void a_store_that_keeps_nothing_needs_no_key() {
        database = "jdbc:h2:mem:gone";
        key = Optional.empty();

        assertThat(complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sequin-mcp.example.com",
                "http://localhost.example.com",
                "http://10.0.0.1:8080",
                "ftp://x"
            })
    void a_public_url_without_tls_is_refused(String url) {
        publicUrl = Optional.of(URI.create(url));

        assertThat(complaints()).singleElement().asString().contains("SEQUIN_MCP_PUBLIC_URL", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:8080/mcp", "http://[::1]:8080", "https://x"})
    void a_public_url_with_tls_or_on_this_machine_is_fine(String url) {
        publicUrl = Optional.of(URI.create(url));

        assertThat(complaints()).isEmpty();
    }

    @Test
    void several_replicas_need_postgresql() {
        replicas = 2;

        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("sequin-mcp.replicas is 2", "SEQUIN_MCP_DATABASE_URL");

        database = "postgresql";
        assertThat(complaints()).isEmpty();
    }

    @Test
    void the_sandbox_waives_it_all() {
        spoilEverything();
        sandbox = true;

        assertThat(complaints()).isEmpty();
    }

    @Test
    void all_that_is_wrong_is_told_at_once_a_line_each() {
        spoilEverything();

        assertThat(complaints()).hasSize(4).noneMatch(line -> line.contains("\n"));
        assertThatThrownBy(() -> checks().refuse(new StartupEvent()))
                .hasMessageContainingAll(complaints().toArray(new String[0]));
    }

    @Test
    void the_store_begins_to_open_when_nothing_is_wrong() {
        assertThat(opensEarly()).isTrue();
    }

    @Test
    void what_is_refused_does_not_touch_the_store() {
        key = Optional.empty();

        assertThat(opensEarly()).isFalse();
    }

    private boolean opensEarly() {
        StoreStart store = new StoreStart(() -> {}, () -> {});
        EarlyStore.begin(checks(), store);
        return store.hasBegun();
    }

    private void spoilEverything() {
        adminToken = Optional.empty();
        key = Optional.empty();
        publicUrl = Optional.of(URI.create("http://sequin-mcp.example.com"));
        replicas = 3;
    }

    private List<String> complaints() {
        return checks().complaints();
    }

    private ProductionChecks checks() {
        return new ProductionChecks(
                new Service(publicUrl, adminToken, replicas, sandbox),
                new Keys(Path.of("data"), key, Optional.empty()),
                StoreLocations.at(database));
    }

    private record Service(Optional<URI> publicUrl, Optional<String> adminToken, int replicas, boolean sandbox)
            implements ServiceConfig {}

    private record Keys(Path dataDir, Optional<String> encryptionKey, Optional<List<String>> encryptionPreviousKeys)
            implements KeysConfig {}
}
