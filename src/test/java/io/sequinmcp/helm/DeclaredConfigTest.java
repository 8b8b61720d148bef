package io.sequinmcp.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sequinmcp.KnownVariables;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    void declaresTheRestOfAConnector() {
        assertThat(Chart.render(Chart.BEHIND_GATEWAY).mountedProperties().lines())
                .contains(
                        "sequin-mcp.connectors.on-call.pins.sinks=billing_*",
                        "sequin-mcp.connectors.on-call.pins.databases=prod_db",
                        "sequin-mcp.connectors.on-call.pins.http-endpoints=crm",
                        "sequin-mcp.connectors.on-call.protected-names=prod_*",
                        "sequin-mcp.connectors.on-call.require-api-token-auth=true",
                        "sequin-mcp.connectors.on-call.limits.calls-per-minute=60",
                        "sequin-mcp.connectors.on-call.limits.concurrent-calls=5",
                        "sequin-mcp.connectors.on-call.limits.writes-per-day=100",
                        "sequin-mcp.connectors.on-call.confirm=none",
                        "sequin-mcp.connectors.everybody.oauth=true");
    }

    @Test
    void bindsSecretsAndMountsThemAsFiles() {
        var manifests = Chart.render(Chart.EXPOSED);
        var source = manifests.volume("secrets").at("/projected/sources/0/secret");

        assertThat(manifests.mountedProperties().lines())
                .contains(
                        "sequin-mcp.secrets.kafka.fields=destination.password",
                        "sequin-mcp.secrets.kafka.hosts=*.kafka.example.com:9092",
                        "sequin-mcp.secrets.kafka.accounts=default");
        assertThat(source.at("/name").asText()).isEqualTo("kafka");
        assertThat(source.at("/items/0/key").asText()).isEqualTo("password");
        assertThat(source.at("/items/0/path").asText()).isEqualTo("kafka");
        assertThat(manifests.variable("SEQUIN_MCP_SECRET_DIR").at("/value").asText())
                .isEqualTo("/secrets");
    }

    @ParameterizedTest
    @MethodSource("io.sequinmcp.helm.Chart#examples")
    void writesNoSettingThatTheServiceDoesNotKnow(Path values) throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(Chart.render(values).mountedProperties()));
        properties.setProperty("sequin-mcp.connectors.another.methods", "read");
        var config = new SmallRyeConfigBuilder()
                .withMapping(Class.forName("io.sequinmcp.connectors.AccountsConfig"))
                .withMapping(Class.forName("io.sequinmcp.connectors.ConnectorsConfig"))
                .withMapping(Class.forName("io.sequinmcp.secrets.SecretsConfig"))
                .withDefaultValue("ACCOUNT_STAGING_API_TOKEN", "of a Secret")
                .withDefaultValue("CONNECTOR_ANALYSTS_TOKEN", "of a Secret")
                .withDefaultValue("CONNECTOR_ON_CALL_TOKEN", "of a Secret")
                .withSources(new PropertiesConfigSource(properties, "application.properties", 100))
                .addDefaultInterceptors();

        assertThatCode(config::build).doesNotThrowAnyException();

        properties.setProperty("sequin-mcp.connectors.another.expires", "2027-01-31T00:00:00Z");
        config.withSources(new PropertiesConfigSource(properties, "application.properties", 100));
        assertThatThrownBy(config::build).hasMessageContaining("connectors.another.expires");
    }

    @ParameterizedTest
    @MethodSource("io.sequinmcp.helm.Chart#examples")
    void setsNoVariableThatTheServiceDoesNotKnow(Path values) {
        KnownVariables known = KnownVariables.ofTheService();

        assertThat(Chart.render(values).variables())
                .filteredOn(it -> !it.matches("(ACCOUNT|CONNECTOR)_.*_TOKEN"))
                .isNotEmpty()
                .allMatch(known::include);
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
