package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.keys.ServerKey;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Session ids that say everything themselves, signed, so that any replica can serve any call and none can be used with
 * another connector. They grant nothing: every request still proves who it comes from.
 */
@Singleton
class Sessions {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,4096})\\.([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecretKey key;
    private final ConnectionManager local;

    Sessions(ServerKey serverKey, ConnectionManager local) {
        this.key = serverKey.keyFor("session");
        this.local = local;
    }

    /** The id a client is to send with every later request. */
    String idOf(Session session) {
        byte[] content = new JsonObject()
                .put("c", session.connector())
                .put("v", session.protocolVersion())
                .put("i", session.client())
                .put("k", session.capabilities())
                .put("l", session.local())
                .toBuffer()
                .getBytes();
        String text = TO_TEXT.encodeToString(content);
        return text + "." + TO_TEXT.encodeToString(sign(text));
    }

    /** The session of that id, if this service made the id, for that connector. */
    Optional<Session> find(String id, Connector connector) {
        Matcher form = FORM.matcher(id);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            if (!MessageDigest.isEqual(
                    sign(form.group(1)), Base64.getUrlDecoder().decode(form.group(2)))) {
                return Optional.empty();
            }
            JsonObject said =
                    new JsonObject(new String(Base64.getUrlDecoder().decode(form.group(1)), StandardCharsets.UTF_8));
            return Optional.of(new Session(
                            said.getString("c"),
                            said.getString("v"),
                            said.getJsonObject("i"),
                            said.getJsonObject("k"),
                            said.getString("l")))
                    .filter(session -> session.connector().equals(connector.id()));
        } catch (IllegalArgumentException | DecodeException e) {
            return Optional.empty();
        }
    }

    /** Whether this replica saw its {@code initialize}, and remembers. */
    boolean isLocal(Session session) {
        return local.has(session.local());
    }

    /** Forgets what this replica knows of it. The id goes on to work, as ids do that are their own proof. */
    void end(Session session) {
        local.remove(session.local());
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + key.getAlgorithm(), e);
        }
    }
}
