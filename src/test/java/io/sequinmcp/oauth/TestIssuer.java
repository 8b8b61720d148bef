package io.sequinmcp.oauth;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An authorization server as far as a resource needs one: its metadata, its keys, and the tokens it would give out. */
public final class TestIssuer implements QuarkusTestResourceLifecycleManager {
    static final String RESOURCE = "https://mcp-oauth.example.com/mcp";

    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHER_KEYS = keys();
    private static String issuer = "";

    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        HttpServer server = server();
        issuer = "http://localhost:" + server.getAddress().getPort();
        serve(
                server,
                "/.well-known/openid-configuration",
                new JsonObject().put("issuer", issuer).put("jwks_uri", issuer + "/keys"));
        serve(server, "/keys", new JsonObject().put("keys", JsonArray.of(jwk((RSAPublicKey) KEYS.getPublic()))));
        server.start();
        this.server = server;
        return Map.of("sequin-mcp.oauth.issuer", issuer, "sequin-mcp.oauth.resource", RESOURCE);
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    static String issuer() {
        return issuer;
    }

    /** Claims of a token that is good, with those scopes. */
    static JwtClaimsBuilder claims(String subject, String scopes) {
        return Jwt.issuer(issuer)
                .subject(subject)
                .audience(RESOURCE)
                .claim("scope", scopes)
                .issuedAt(Clock.systemUTC().instant())
                .expiresIn(Duration.ofMinutes(5));
    }

    static String signed(JwtClaimsBuilder claims) {
        return claims.jws().keyId("current").sign(KEYS.getPrivate());
    }

    static String signedByAnother(JwtClaimsBuilder claims) {
        return claims.jws().keyId("current").sign(OTHER_KEYS.getPrivate());
    }

    /** The claims of a good token under a header that says it needs no signature. */
    static String unsigned(String subject, String scopes) {
        String payload = signed(claims(subject, scopes)).split("\\.")[1];
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"kid\":\"current\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + payload + ".";
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(HttpServer server, String path, JsonObject answer) {
        byte[] body = answer.encode().getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static JsonObject jwk(RSAPublicKey key) {
        return new JsonObject()
                .put("kty", "RSA")
                .put("kid", "current")
                .put("alg", "RS256")
                .put("use", "sig")
                .put("n", unsigned(key.getModulus()))
                .put("e", unsigned(key.getPublicExponent()));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, start, bytes.length));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
