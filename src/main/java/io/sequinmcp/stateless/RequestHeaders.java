package io.sequinmcp.stateless;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers that repeat what the body says, for those on the way who route by them. Whoever acts on the body has to
 * refuse a request in which the two differ.
 */
final class RequestHeaders {
    static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";

    /** What the name header repeats, by method; other methods have none. */
    private static final Map<String, String> NAMED =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private static final String ENCODED_START = "=?base64?";
    private static final String ENCODED_END = "?=";

    private RequestHeaders() {}

    /** @throws Refusal if they don't say what the message says */
    static void check(MultiMap headers, String method, JsonObject params) {
        compare(METHOD, only(headers, METHOD), method);
        String named = NAMED.get(method);
        if (named != null && params.getValue(named) instanceof String name) {
            compare(NAME, decoded(only(headers, NAME)), name);
        }
    }

    /** The value of a header that must not come twice. */
    static @Nullable String only(MultiMap headers, String header) {
        List<String> values = headers.getAll(header);
        if (values.size() > 1) {
            throw Refusal.headerMismatch(header + " was sent more than once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static void compare(String header, @Nullable String value, String body) {
        if (value == null) {
            throw Refusal.headerMismatch(header + " is missing");
        }
        if (!value.equals(body)) {
            throw Refusal.headerMismatch(header + " is not what the body says");
        }
    }

    /** A value that would not survive as a header is sent as the Base64 of its UTF-8. */
    private static @Nullable String decoded(@Nullable String value) {
        if (value == null
                || value.length() < ENCODED_START.length() + ENCODED_END.length()
                || !value.startsWith(ENCODED_START)
                || !value.endsWith(ENCODED_END)) {
            return value;
        }
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(value.substring(ENCODED_START.length(), value.length() - ENCODED_END.length()));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Refusal.headerMismatch(NAME + " is not valid Base64 of UTF-8");
        }
    }
}
