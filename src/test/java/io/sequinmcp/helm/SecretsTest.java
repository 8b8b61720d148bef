package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart never holds a secret: it names Secrets that exist. */
class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "SEQUIN_API_TOKEN, sequin, api-token",
        "SEQUIN_MCP_ADMIN_TOKEN, sequin-mcp, admin-token",
        "SEQUIN_MCP_ENCRYPTION_KEY, sequin-mcp, encryption-key",
        "SEQUIN_MCP_DATABASE_PASSWORD, sequin-mcp-database, password",
        "ACCOUNT_STAGING_API_TOKEN, sequin-staging, api-token",
        "CONNECTOR_ANALYSTS_TOKEN, sequin-mcp-connectors, analysts",
    })
    void hasSecretsByReference(String variable, String secret, String key) {
        var entry = Chart.render(Chart.ON_POSTGRESQL).variable(variable);

        assertThat(entry.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo(secret);
        assertThat(entry.at("/valueFrom/secretKeyRef/key").asText()).isEqualTo(key);
        assertThat(entry.has("value")).isFalse();
    }

    @Test
    void leavesOutWhatHasNoSecret() {
        assertThat(Chart.render(Chart.ON_POSTGRESQL).variables()).doesNotContain("CONNECTOR_NIGHT_SHIFT_TOKEN");
    }

    @ParameterizedTest
    @MethodSource("io.sequinmcp.helm.Chart#examples")
    void makesNoSecretItself(Path values) {
        assertThat(Chart.render(values).ofKind("Secret")).isEmpty();
    }
}
