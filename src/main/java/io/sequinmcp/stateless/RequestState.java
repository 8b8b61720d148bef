package io.sequinmcp.stateless;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps for us between a question and its answer.
 *
 * @param principal who was asked; nobody else may answer
 * @param request a digest of the request in which the question came up, with all its arguments
 * @param questions a digest of each question that was asked, by key
 * @param answers the answers that earlier rounds brought, by key
 * @param expiresAt in seconds since 1970
 */
record RequestState(String principal, String request, JsonObject questions, JsonObject answers, long expiresAt) {
    /** The order of members says nothing. */
    private static final ObjectMapper ORDERED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    static RequestState read(byte[] content) {
        JsonObject said = new JsonObject(new String(content, StandardCharsets.UTF_8));
        return new RequestState(
                said.getString("p"),
                said.getString("r"),
                said.getJsonObject("q"),
                said.getJsonObject("a"),
                said.getLong("e"));
    }

    byte[] write() {
        return new JsonObject()
                .put("p", principal)
                .put("r", request)
                .put("q", questions)
                .put("a", answers)
                .put("e", expiresAt)
                .toBuffer()
                .getBytes();
    }

    /** Of a request's method and of all that it asks for; what differs from one round to the next is no part of it. */
    static String digestOf(String method, JsonObject params) {
        JsonObject salient = params.copy();
        salient.remove("_meta");
        salient.remove("inputResponses");
        salient.remove("requestState");
        return digest(method, salient);
    }

    /** Of a question, as the client was asked it. */
    static String digestOfQuestion(String method, @Nullable JsonObject params) {
        JsonObject asked = params == null ? new JsonObject() : params.copy();
        asked.remove("_meta");
        return digest(method, asked);
    }

    private static String digest(String method, JsonObject params) {
        try {
            Object plain = ORDERED.readValue(params.encode(), Object.class);
            byte[] ordered = ORDERED.writeValueAsBytes(Map.of("method", method, "params", plain));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(ordered));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
