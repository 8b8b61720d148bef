package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.keys.Signatures;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Session ids that say everything themselves, signed, so that any replica can serve any call and none can be used with
 * another connector. They grant nothing: every request still proves who it comes from.
 */
@Singleton
class Sessions {
    private static final int MOST_KNOWN = 1_000;

    private final Signatures signatures;
    private final ConnectionManager local;
    /** Those that were found good lately: what a signature said once it goes on saying. */
    private final Map<String, Session> known = new ConcurrentHashMap<>();

    Sessions(ServerKey serverKey, ConnectionManager local) {
        this.signatures = new Signatures(serverKey, "session");
        this.local = local;
    }

    /** The id a client is to send with every later request. */
    String idOf(Session session) {
        return signatures.sign(new JsonObject()
                .put("c", session.connector())
                .put("v", session.protocolVersion())
                .put("i", session.client())
                .put("k", session.capabilities())
                .put("l", session.local())
                .toBuffer()
                .getBytes());
    }

    /** The session of that id, if this service made the id, for that connector. */
    Optional<Session> find(String id, Connector connector) {
        Session session = known.get(id);
        Optional<Session> found = session == null ? read(id) : Optional.of(session);
        return found.filter(it -> it.connector().equals(connector.id()));
    }

    private Optional<Session> read(String id) {
        Optional<Session> read = signatures
                .read(id)
                .map(content -> new JsonObject(new String(content, StandardCharsets.UTF_8)))
                .map(said -> new Session(
                        said.getString("c"),
                        said.getString("v"),
                        said.getJsonObject("i"),
                        said.getJsonObject("k"),
                        said.getString("l")));
        read.ifPresent(session -> {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(id, session);
        });
        return read;
    }

    /** Whether this replica saw its {@code initialize}, and remembers. */
    boolean isLocal(Session session) {
        return local.has(session.local());
    }

    /** Forgets what this replica knows of it. The id goes on to work, as ids do that are their own proof. */
    void end(Session session) {
        local.remove(session.local());
    }
}
