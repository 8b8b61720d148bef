package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sequin's record of a webhook receiver. */
public final class HttpEndpoint implements Named, Serializable {
    private final String id;
    private final Instant insertedAt;
    private Instant updatedAt;
    private String name = "";
    private @Nullable Address address;
    private @Nullable String localPath;
    private ObjectNode headers = Json.object();
    private ObjectNode encryptedHeaders = Json.object();
    private int bastionPort;

    /** A URL in Sequin's parts. The user info of a URL is dropped. */
    public record Address(
            String scheme,
            String host,
            @Nullable Integer port,
            @Nullable String path,
            @Nullable String query,
            @Nullable String fragment)
            implements Serializable {
        public static Address of(URI uri) {
            return new Address(
                    uri.getScheme().toLowerCase(Locale.ROOT),
                    uri.getHost(),
                    uri.getPort() < 0 ? defaultPort(uri.getScheme()) : uri.getPort(),
                    uri.getRawPath().isEmpty() ? null : uri.getRawPath(),
                    uri.getRawQuery(),
                    uri.getRawFragment());
        }

        private static Integer defaultPort(String scheme) {
            return scheme.equals("https") ? 443 : 80;
        }

        /** Default ports are not written. */
        public URI uri() {
            boolean standard = port == null || port.equals(defaultPort(scheme));
            return URI.create(scheme
                    + "://"
                    + host
                    + (standard ? "" : ":" + port)
                    + Optional.ofNullable(path).orElse("")
                    + Optional.ofNullable(query).map(text -> "?" + text).orElse("")
                    + Optional.ofNullable(fragment).map(text -> "#" + text).orElse(""));
        }
    }

    public HttpEndpoint(String id, Instant now) {
        this.id = id;
        this.insertedAt = now;
        this.updatedAt = now;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    /** Empty for a local one, which is reached through a tunnel. */
    public Optional<Address> address() {
        return Optional.ofNullable(address);
    }

    public @Nullable String localPath() {
        return localPath;
    }

    /** The tunnel's port; 0 for one that is not local. */
    public int bastionPort() {
        return bastionPort;
    }

    public ObjectNode headers() {
        return headers;
    }

    /** With their values in clear. */
    public ObjectNode encryptedHeaders() {
        return encryptedHeaders;
    }

    public Instant insertedAt() {
        return insertedAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public HttpEndpoint named(String newName) {
        this.name = newName;
        return this;
    }

    public HttpEndpoint at(Address newAddress) {
        this.address = newAddress;
        this.bastionPort = 0;
        return this;
    }

    public HttpEndpoint local(@Nullable String path, int port) {
        this.address = null;
        this.localPath = path;
        this.bastionPort = port;
        return this;
    }

    public HttpEndpoint headed(ObjectNode newHeaders) {
        this.headers = newHeaders;
        return this;
    }

    public HttpEndpoint secretlyHeaded(ObjectNode newHeaders) {
        this.encryptedHeaders = newHeaders;
        return this;
    }

    public HttpEndpoint touched(Instant now) {
        this.updatedAt = now;
        return this;
    }
}
