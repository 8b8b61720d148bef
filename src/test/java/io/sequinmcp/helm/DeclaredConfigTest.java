package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Accounts and connectors of the values become settings of the service. */
class DeclaredConfigTest {
    @Test
    void declaresAccountsWithTheirTokensFromTheEnvironment() {
        assertThat(Chart.render(Chart.ON_POSTGRESQL).mountedProperties().lines())
                .contains(
                        "sequin-mcp.accounts.staging.url=http://sequin.staging:7376",
                        "sequin-mcp.accounts.staging.metrics-url=http://sequin.staging:8376/metrics",
                        "sequin-mcp.accounts.staging.api-token=${ACCOUNT_STAGING_API_TOKEN}");
    }

    @Test
    void declaresConnectorsWithTheirScope() {
        assertThat(Chart.render(Chart.ON_POSTGRESQL).mountedProperties().lines())
                .contains(
                        "sequin-mcp.connectors.analysts.account=default",
                        "sequin-mcp.connectors.analysts.token=${CONNECTOR_ANALYSTS_TOKEN}",
                        "sequin-mcp.connectors.analysts.methods=read",
                        "sequin-mcp.connectors.analysts.tags=sinks,system",
                        "sequin-mcp.connectors.analysts.expires-at=2027-01-31T00:00:00Z",
                        "sequin-mcp.connectors.night-shift.account=staging",
                        "sequin-mcp.connectors.night-shift.token-sha256=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "sequin-mcp.connectors.night-shift.methods=read,custom",
                        "sequin-mcp.connectors.night-shift.tools.deny=nack_messages");
    }

    @Test
    void writesNoSettingThatTheServiceDoesNotKnow() throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(Chart.render(Chart.ON_POSTGRESQL).mountedProperties()));
        var config = new SmallRyeConfigBuilder()
                .withMapping(Class.forName("io.sequinmcp.connectors.AccountsConfig"))
                .withMapping(Class.forName("io.sequinmcp.connectors.ConnectorsConfig"))
                .withDefaultValue("ACCOUNT_STAGING_API_TOKEN", "of a Secret")
                .withDefaultValue("CONNECTOR_ANALYSTS_TOKEN", "of a Secret")
                .withSources(new PropertiesConfigSource(properties, "application.properties", 100))
                .addDefaultInterceptors();

        assertThatCode(config::build).doesNotThrowAnyException();

        properties.setProperty("sequin-mcp.connectors.analysts.expires", "2027-01-31T00:00:00Z");
        config.withSources(new PropertiesConfigSource(properties, "application.properties", 100));
        assertThatThrownBy(config::build).hasMessageContaining("connectors.analysts.expires");
    }

    @Test
    void mountsThemWhereTheServiceLooks() {
        var manifests = Chart.render(Chart.ON_POSTGRESQL);

        assertThat(manifests.volume("config").at("/configMap/name").asText()).isEqualTo("test-sequin-mcp");
        assertThat(manifests.container().at("/volumeMounts")).anySatisfy(mount -> {
            assertThat(mount.at("/name").asText()).isEqualTo("config");
            assertThat(mount.at("/mountPath").asText()).isEqualTo("/app/config");
        });
    }

    @Test
    void startsThePodsAnewWhenASettingChanged() {
        var before = checksum("{}");

        assertThat(checksum("{connectors: {analysts: {methods: [read, write]}}}"))
                .isNotEqualTo(before);
        assertThat(checksum("{}")).isEqualTo(before);
    }

    private static String checksum(String values) {
        return Chart.render(Chart.ON_POSTGRESQL, values)
                .deployment()
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }
}
