package io.sequinmcp.connectors.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is pasted into clients: JSON where they want JSON, and the second factor wherever it is needed. */
class SetupTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080/mcp/smcp_x, false",
        "http://localhost:8080/mcp/smcp_x, true",
        "https://mcp.example.com/mcp/smcp_x, false",
        "https://mcp.example.com/mcp/smcp_x, true"
    })
    void is_complete_for_every_client(URI url, boolean callerToken) {
        Map<String, String> setup = Setup.of(url, callerToken);

        assertThat(setup.values()).allSatisfy(text -> assertThat(text).contains(url.toString()));
        assertThat(setup.values()).allSatisfy(text -> assertThat(text.contains("YOUR_CALLER_TOKEN"))
                .isEqualTo(callerToken));
        for (String client : List.of("claude_desktop", "cursor", "vs_code")) {
            assertThat(new JsonObject(setup.get(client))).as(client).isNotEmpty();
        }
        assertThat(String.valueOf(setup.get("claude_desktop")).contains("--allow-http"))
                .isEqualTo(url.getScheme().equals("http"));
        assertThat(setup.containsKey("claude_ai"))
                .as("claude.ai can't send a second factor")
                .isEqualTo(!callerToken);
    }
}
