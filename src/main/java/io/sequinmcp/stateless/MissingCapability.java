package io.sequinmcp.stateless;

import io.quarkiverse.mcp.server.McpException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Ends a request that cannot do without something the client has not declared. No tool of ours is like that. */
public final class MissingCapability extends McpException {
    private static final long serialVersionUID = 1L;
    private static final String SENTENCE = "The client must declare the capability ";

    /** @param capability such as {@code elicitation} */
    public MissingCapability(String capability) {
        super(SENTENCE + capability, ErrorCodes.MISSING_REQUIRED_CLIENT_CAPABILITY);
    }

    /** What such an error tells beside its message: the extension passes on a code and a message only. */
    static Optional<JsonObject> in(JsonObject error) {
        String message = error.getString("message", "");
        return error.getInteger("code") == ErrorCodes.MISSING_REQUIRED_CLIENT_CAPABILITY && message.startsWith(SENTENCE)
                ? Optional.of(new JsonObject()
                        .put(
                                "requiredCapabilities",
                                new JsonObject().put(message.substring(SENTENCE.length()), new JsonObject())))
                : Optional.empty();
    }
}
