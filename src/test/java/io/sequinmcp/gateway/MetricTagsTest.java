package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever callers make up, the metrics have no more series for it. */
@QuarkusTest
class MetricTagsTest {
    @Inject
    MeterRegistry metrics;

    private final Rpc agent = new Rpc(TestConnectors.ALL);

    private List<String> values(String tag) {
        return metrics.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("mcp.server"))
                .flatMap(meter -> meter.getId().getTags().stream())
                .filter(it -> it.getKey().equals(tag))
                .map(Tag::getValue)
                .distinct()
                .toList();
    }

    @Test
    void what_is_asked_for_by_a_made_up_name_is_counted_as_other() {
        agent.error("tools/call", new JsonObject().put("name", "made_up_tool"));
        agent.error("tools/call", new JsonObject());
        agent.error("prompts/get", new JsonObject().put("name", "made_up_prompt"));
        agent.error("prompts/get", new JsonObject());
        agent.error("resources/read", new JsonObject().put("uri", "made://up"));
        agent.error("resources/read", new JsonObject().put("uri", "sequin://sinks/made-up"));
        agent.result("resources/read", new JsonObject().put("uri", "sequin://guides"));

        await().untilAsserted(() -> {
            assertThat(values("tool.name")).contains("other").doesNotContain("made_up_tool", "");
            assertThat(values("prompt.name")).contains("other").doesNotContain("made_up_prompt", "");
            assertThat(values("resource.uri"))
                    .contains("other", "sequin://sinks/", "sequin://guides")
                    .noneMatch(uri -> uri.contains("made"));
        });
    }
}
