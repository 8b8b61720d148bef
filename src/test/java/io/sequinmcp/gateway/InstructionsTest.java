package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkus.test.junit.QuarkusTest;
import io.sequinmcp.Golden;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told before any tool is short, and of tools that are there. */
@QuarkusTest
class InstructionsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/instructions.txt");
    private static final int BUDGET = 300;
    private static final int CUT_AFTER = 2_048;

    @Inject
    ToolManager tools;

    private static String instructions(String token) {
        return new Rpc(token).initialize().getString("instructions");
    }

    private static String visible(String token) {
        return new Rpc(token)
                .result("tools/list", new JsonObject()).getJsonArray("tools").stream()
                        .map(tool -> ((JsonObject) tool).getString("name"))
                        .toList()
                        .toString();
    }

    @Test
    void they_are_as_reviewed() {
        Golden.holds(
                GOLDEN,
                "all:\n" + instructions(TestConnectors.ALL) + "\n\nread:\n" + instructions(TestConnectors.READER)
                        + "\n\ndatabases:\n" + instructions(TestConnectors.DATABASES) + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smcp_all0000000000000000000000000000000000000000",
                "smcp_reader0000000000000000000000000000000000000",
                "smcp_databases0000000000000000000000000000000000",
                "smcp_probe00000000000000000000000000000000000000"
            })
    void they_are_short_and_speak_of_no_tool_that_is_not_there(String token) {
        String instructions = instructions(token);
        Set<String> names = new HashSet<>();
        StreamSupport.stream(tools.spliterator(), false).forEach(tool -> names.add(tool.name()));
        String visible = visible(token);

        Matcher word = Pattern.compile("[a-z]+(_[a-z]+)+").matcher(instructions);
        while (word.find()) {
            if (names.contains(word.group())) {
                assertThat(visible).contains(word.group());
            }
        }
        assertThat(Encodings.newDefaultEncodingRegistry()
                        .getEncoding(EncodingType.O200K_BASE)
                        .countTokensOrdinary(instructions))
                .isLessThanOrEqualTo(BUDGET);
        assertThat(instructions).hasSizeLessThan(CUT_AFTER);
    }
}
