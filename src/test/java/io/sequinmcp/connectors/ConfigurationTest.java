package io.sequinmcp.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.UpstreamPolicy;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts and connectors as an operator declares them; what cannot be meant is refused by the property's name. */
class ConfigurationTest {
    private static final String TOKEN = "smcp_" + "A".repeat(43);
    private static final String HASH = "ab".repeat(32);

    private static final ToolCatalog CATALOG = () -> List.of(
            new ToolCatalog.Entry("list_sinks", Method.LIST, "sinks", Set.of()),
            new ToolCatalog.Entry("delete_sink", Method.DELETE, "sinks", Set.of()));

    @Test
    void the_environment_declares_the_default_account() {
        Accounts accounts = accounts("sequin.url=https://sequin.example.com/base, sequin.api-token= token-1 ");

        Account account = accounts.named("default").orElseThrow();
        assertThat(account.url()).isEqualTo(URI.create("https://sequin.example.com/base"));
        assertThat(account.apiToken()).isEqualTo("token-1");
    }

    @Test
    void accounts_stand_beside_each_other() {
        assertThat(accounts("sequin.url=http://a:7376, sequin.api-token=t, sequin-mcp.accounts.eu.url=http://b,"
                                + " sequin-mcp.accounts.eu.api-token=u")
                        .names())
                .containsExactly("default", "eu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sequin.url=https://s.example.com | SEQUIN_API_TOKEN is not set",
                "sequin.url=https://s.example.com, sequin.api-token= | SEQUIN_API_TOKEN is not set",
                "sequin.api-token=secret-1 | SEQUIN_URL is not set",
                "sequin.url=s.example.com, sequin.api-token=secret-1 | SEQUIN_URL must be the base URL",
                "sequin.url=ftp://s.example.com, sequin.api-token=secret-1 | SEQUIN_URL must be the base URL",
                "sequin.url=https://s.example.com/api, sequin.api-token=secret-1 | SEQUIN_URL must be the base URL",
                "sequin.url=https://u:secret-1@s.example.com, sequin.api-token=x | SEQUIN_URL must be the base URL",
                "sequin-mcp.accounts.eu.url=https://s.example.com | sequin-mcp.accounts.eu.api-token is not set",
                "sequin-mcp.accounts.eu.api-token=secret-1 | sequin-mcp.accounts.eu.url is not set",
                "sequin-mcp.accounts.eu.url=https://s.example.com?x=1, sequin-mcp.accounts.eu.api-token=secret-1"
                        + " | sequin-mcp.accounts.eu.url must be the base URL",
                "sequin.url=http://a, sequin.api-token=t, sequin-mcp.accounts.default.url=http://b,"
                        + " sequin-mcp.accounts.default.api-token=secret-1 | SEQUIN_URL is the account 'default'",
            })
    void an_account_that_cannot_be_meant_is_refused(String properties, String reason) {
        assertThatThrownBy(() -> accounts(properties))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret-1");
    }

    @Test
    void two_sources_of_one_account_are_refused() {
        Account account = new Account("default", URI.create("http://a"), "secret-1", Optional.empty());

        assertThatThrownBy(() -> new Accounts(List.of(() -> List.of(account), () -> List.of(account))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("default", "SEQUIN_URL", "SEQUIN_MCP_SANDBOX=false")
                .hasMessageNotContaining("secret-1");
    }

    @Test
    void a_connector_that_says_nothing_reads_the_default_account() {
        Connector connector = connectors("token=" + TOKEN).iterator().next();

        assertThat(connector.account()).isEqualTo("default");
        assertThat(connector.scope())
                .isEqualTo(new Scope(Scope.DEFAULT_METHODS, Scope.DEFAULT_TAGS, Set.of(), Set.of()));
        assertThat(connector.expiresAt()).isEmpty();
        assertThat(connector.token()).isEqualTo(Token.parse(TOKEN).orElseThrow().hash());
    }

    @Test
    void a_connector_is_what_it_says() {
        Connector connector = connectors("token-sha256=" + HASH
                        + ", methods=read;delete, tags=sinks;advanced, tools.allow=list_sinks,"
                        + " tools.deny=delete_sink, expires-at=2027-01-31T01:00:00+01:00")
                .iterator()
                .next();

        assertThat(connector.scope())
                .isEqualTo(new Scope(
                        Set.of(Method.GET, Method.LIST, Method.DELETE),
                        Set.of("sinks", "advanced"),
                        Set.of("list_sinks"),
                        Set.of("delete_sink")));
        assertThat(connector.expiresAt()).contains(Instant.parse("2027-01-31T00:00:00Z"));
        assertThat(connector.token().hex()).isEqualTo(HASH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "methods=read | .token or sequin-mcp.connectors.c.token-sha256 must be set",
                "token=T, token-sha256=H | .token and sequin-mcp.connectors.c.token-sha256 are both set",
                "token=smcp_secret-1 | .token must be smcp_ and 43 base64url characters",
                "token-sha256=secret-1 | .token-sha256 must be 64 hexadecimal digits",
                "token=T, account=eu | .account is 'eu', but no account is called that; there are [default]",
                "token=T, methods=reed | .methods has 'reed'; a method is one of [read, write, get",
                "token=T, tags=sink | .tags has 'sink'; a tag is one of [advanced, backfills",
                "token=T, tools.allow=list_sink | .tools.allow has 'list_sink'; a tool is one of [delete_sink, list_sinks]",
                "token=T, tools.deny=drop_all | .tools.deny has 'drop_all'; a tool is one of",
                "token=T, expires-at=2027-01-31 | .expires-at must be a time with its offset, such as 2027-01-31T00:00:00Z",
            })
    void a_connector_that_cannot_be_meant_is_refused(String properties, String reason) {
        assertThatThrownBy(() -> connectors(
                        properties.replace("token=T", "token=" + TOKEN).replace("sha256=H", "sha256=" + HASH)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sequin-mcp.connectors.c" + reason)
                .hasMessageNotContainingAny("secret-1", TOKEN, HASH);
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThatThrownBy(() -> connectors("methods=reed, tags=sink, account=eu, expires-at=never"))
                .hasMessageContainingAll(".methods", ".tags", ".account", ".expires-at", ".token");
    }

    @Test
    void two_connectors_of_one_token_are_refused() {
        Connector one = connectors("token=" + TOKEN).iterator().next();
        Connector two = connectors("methods=write, token=" + TOKEN).iterator().next();

        assertThatThrownBy(() -> new Connectors(
                        List.of(() -> List.of(one, two)), new ConnectorRules(CATALOG), Clock.systemUTC()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("same token")
                .hasMessageNotContaining(TOKEN);
    }

    private static Accounts accounts(String properties) {
        SmallRyeConfig config = config("", properties);
        return new Accounts(List.of(new ConfiguredAccounts(
                config.getConfigMapping(EnvironmentConfig.class),
                config.getConfigMapping(AccountsConfig.class),
                UpstreamPolicy.strict())));
    }

    private static Iterable<Connector> connectors(String properties) {
        return new ConfiguredConnectors(
                        config("sequin-mcp.connectors.c.", properties).getConfigMapping(ConnectorsConfig.class),
                        accounts("sequin.url=http://a, sequin.api-token=t"),
                        new ConnectorRules(CATALOG))
                .connectors();
    }

    /** Properties as {@code name=value, name=value}; a semicolon stands for the comma in a list. */
    private static SmallRyeConfig config(String prefix, String properties) {
        Map<String, String> values = new HashMap<>();
        for (String property : properties.split(",", -1)) {
            int sign = property.indexOf('=');
            values.put(
                    prefix + property.substring(0, sign).strip(),
                    property.substring(sign + 1).replace(';', ','));
        }
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(EnvironmentConfig.class)
                .withMapping(AccountsConfig.class)
                .withMapping(ConnectorsConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
