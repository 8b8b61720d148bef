package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** There is one list of tools, the one that is cut to the connector, and no way round it. */
@QuarkusTest
class ToolListsTest {
    private static final Rpc READER = new Rpc(TestConnectors.READER);

    static Object[] cursors() {
        return new Object[] {decodable(), "nonsense", "", 1};
    }

    /** As the extension would have written it. */
    private static String decodable() {
        Instant now = Instant.now();
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(24)
                        .putLong(0)
                        .putInt(0)
                        .putLong(now.getEpochSecond())
                        .putInt(now.getNano())
                        .array());
    }

    @Test
    void it_has_one_page() {
        JsonObject list = READER.result("tools/list", new JsonObject().putNull("cursor"));

        assertThat(list.getJsonArray("tools")).isNotEmpty();
        assertThat(list.containsKey("nextCursor")).isFalse();
        assertThat(list).isEqualTo(READER.result("tools/list", new JsonObject()));
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void another_page_there_is_not(Object cursor) {
        JsonObject params = new JsonObject().put("cursor", cursor);

        assertThat(READER.error("tools/list", params).getInteger("code")).isEqualTo(JsonRpcErrorCodes.INVALID_PARAMS);
        assertThat(StatelessWire.request("tools/list")
                        .param("cursor", cursor)
                        .post(TestConnectors.READER)
                        .extract()
                        .<Integer>path("error.code"))
                .isEqualTo(JsonRpcErrorCodes.INVALID_PARAMS);
    }
}
