package io.sequinmcp.network;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from. A proxy appends to {@code X-Forwarded-For} whom it got the request from, so the list is
 * read from its end, and only as long as the one who wrote is a proxy of the operator's: what stands before that, a
 * client can have made up.
 */
@Singleton
public class ClientAddresses {
    private final List<AddressRange> proxies;

    public ClientAddresses(NetworkConfig config) {
        proxies = config.trustedProxies().orElse(List.of()).stream()
                .map(text -> AddressRange.parse(text)
                        .orElseThrow(() -> new ConfigurationException(
                                "SEQUIN_MCP_TRUSTED_PROXIES has '%s'; it takes addresses and networks such as 10.0.0.0/8, comma-separated"
                                        .formatted(text))))
                .toList();
    }

    /** The address of the client, as text. */
    public String of(HttpServerRequest request) {
        String peer =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return client(peer, request.headers().getAll("X-Forwarded-For"));
    }

    String client(@Nullable String peer, List<String> forwarded) {
        if (peer == null) {
            return "unknown";
        }
        String[] hops = String.join(",", forwarded).split(",");
        String client = peer;
        for (int i = hops.length - 1; i >= 0 && isProxy(client); i--) {
            Optional<String> hop = address(hops[i]);
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
        }
        return client;
    }

    private boolean isProxy(String address) {
        return AddressRange.bytes(address)
                .filter(bytes -> proxies.stream().anyMatch(proxy -> proxy.contains(bytes)))
                .isPresent();
    }

    /** Some proxies write a port, too, and IPv6 addresses in brackets. */
    private static Optional<String> address(String hop) {
        String text = hop.strip();
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            text = text.substring(1, bracket);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        String address = text;
        return AddressRange.bytes(address).map(bytes -> address);
    }
}
