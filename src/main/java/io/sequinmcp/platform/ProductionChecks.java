package io.sequinmcp.platform;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.keys.KeysConfig;
import io.sequinmcp.store.StoreLocation;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this service refuses to start with in front of a real Sequin. Each check names the property and the remedy; all
 * that is wrong is told at once. The sandbox, behind which nothing is real, waives them.
 */
@Singleton
class ProductionChecks {
    /** Before anything of the start, the store included. */
    private static final int FIRST = 1;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ServiceConfig service;
    private final KeysConfig keys;
    private final StoreLocation store;

    ProductionChecks(ServiceConfig service, KeysConfig keys, StoreLocation store) {
        this.service = service;
        this.keys = keys;
        this.store = store;
    }

    void refuse(@Observes @Priority(FIRST) StartupEvent start) {
        List<String> complaints = complaints();
        if (!complaints.isEmpty()) {
            throw new ConfigurationException(
                    "This can't go into production; SEQUIN_MCP_SANDBOX=true tries it without a real Sequin:\n  "
                            + String.join("\n  ", complaints));
        }
    }

    /** One line each. */
    List<String> complaints() {
        return service.sandbox()
                ? List.of()
                : Stream.of(adminToken(), encryptionKey(), publicUrl(), replicas())
                        .flatMap(Optional::stream)
                        .toList();
    }

    private Optional<String> adminToken() {
        return complain(
                isBlank(service.adminToken()),
                "SEQUIN_MCP_ADMIN_TOKEN is not set, so nobody could make or revoke a connector. Make one: openssl rand -hex 32");
    }

    private Optional<String> encryptionKey() {
        return complain(
                store.isPersistent() && isBlank(keys.encryptionKey()),
                "SEQUIN_MCP_ENCRYPTION_KEY is not set, so API tokens could only be encrypted with a key that lies beside them. Make one: openssl rand -hex 32, keep it apart from the store, and give the same to every replica");
    }

    private Optional<String> publicUrl() {
        return complain(
                service.publicUrl()
                        .filter(ProductionChecks::isOpenToEavesdroppers)
                        .isPresent(),
                "SEQUIN_MCP_PUBLIC_URL is plain http, so every network on the way could read the tokens in it. Put TLS in front and write https://");
    }

    private Optional<String> replicas() {
        return complain(
                service.replicas() > 1 && store.isEmbedded(),
                "sequin-mcp.replicas is %d, but the embedded store is one file of one process. Set SEQUIN_MCP_DATABASE_URL to a PostgreSQL that all replicas share, or run one"
                        .formatted(service.replicas()));
    }

    private static boolean isBlank(Optional<String> secret) {
        return secret.map(String::isBlank).orElse(true);
    }

    private static boolean isOpenToEavesdroppers(URI url) {
        return !"https".equals(url.getScheme()) && !LOOPBACK.contains(String.valueOf(url.getHost()));
    }

    private static Optional<String> complain(boolean wrong, String complaint) {
        return wrong ? Optional.of(complaint) : Optional.empty();
    }
}
