package io.sequinmcp.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings of logs and traces come to. */
class OperationSelectionTest {
    private static SmallRyeConfig config(String profile, Map<String, String> set) {
        return new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withSources(new PropertiesConfigSource(set, "set", 300))
                .withSources(new OperationSelection())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "prod, '', '', true",
        "prod, '', false, true",
        "prod, '', true, false",
        "dev, '', '', false",
        "test, '', '', false",
        "prod, text, '', false",
        "prod, JSON, true, true",
        "dev, json, '', true"
    })
    void production_logs_json_unless_somebody_looks_or_says_otherwise(
            String profile, String format, String sandbox, boolean json) {
        assertThat(config(profile, Map.of("sequin-mcp.log-format", format, "sequin-mcp.sandbox", sandbox))
                        .getValue("quarkus.log.console.json.enabled", Boolean.class))
                .isEqualTo(json);
    }

    @Test
    void another_format_is_refused() {
        assertThatThrownBy(() -> config("prod", Map.of("sequin-mcp.log-format", "xml")))
                .hasMessageContaining("SEQUIN_MCP_LOG_FORMAT must be json or text");
    }

    @Test
    void tracing_is_off_until_it_is_told_where_spans_go() {
        assertThat(config("prod", Map.of("sequin-mcp.otlp-endpoint", " "))
                        .getValue("quarkus.otel.sdk.disabled", Boolean.class))
                .isTrue();
        SmallRyeConfig on = config("prod", Map.of("sequin-mcp.otlp-endpoint", "http://collector:4317"));
        assertThat(on.getValue("quarkus.otel.sdk.disabled", Boolean.class)).isFalse();
        assertThat(on.getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
                .isEqualTo("http://collector:4317");
    }
}
