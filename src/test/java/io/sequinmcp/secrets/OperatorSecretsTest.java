package io.sequinmcp.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.sequinmcp.keys.Encryption;
import io.sequinmcp.keys.ServerKey;
import io.sequinmcp.sequin.Secret;
import io.sequinmcp.store.OnEachDatabase;
import io.sequinmcp.store.Store;
import io.sequinmcp.store.TestDatabase;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the values of secrets come from, and what of their configuration is refused. */
class OperatorSecretsTest {
    private static final String OLD = "old-key-".repeat(4);
    private static final String NEW = "new-key-".repeat(4);

    private final Store store = TestDatabase.H2.store();

    private static SmallRyeConfig config(Map<String, String> properties, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(SecretsConfig.class)
                .withMapping(SecretFilesConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100), new EnvConfigSource(environment, 300))
                .build();
    }

    private OperatorSecrets secrets(Store store, ServerKey key, SmallRyeConfig config) {
        OperatorSecrets secrets = new OperatorSecrets(
                config.getConfigMapping(SecretsConfig.class),
                config.getConfigMapping(SecretFilesConfig.class),
                new StoredSecrets(store, new Encryption(key), Clock.systemUTC()));
        secrets.load(new StartupEvent());
        return secrets;
    }

    private OperatorSecrets secrets(Map<String, String> properties, Map<String, String> environment) {
        return secrets(store, ServerKey.of(OLD), config(properties, environment));
    }

    private static Map<String, String> bound(String name, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "sequin-mcp.secrets." + name + ".fields", "destination.password",
                "sequin-mcp.secrets." + name + ".hosts", "kafka.internal"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put("sequin-mcp.secrets." + name + "." + more[i], more[i + 1]);
        }
        return properties;
    }

    @Test
    void comes_from_the_environment_alone() {
        OperatorSecrets secrets = secrets(
                Map.of(),
                Map.of(
                        "SEQUIN_MCP_SECRETS_KAFKA_VALUE", "the-value",
                        "SEQUIN_MCP_SECRETS_KAFKA_FIELDS", "destination.password,destination.username",
                        "SEQUIN_MCP_SECRETS_KAFKA_HOSTS", "kafka.internal"));

        assertThat(secrets.known()).singleElement().satisfies(secret -> {
            assertThat(secret.name()).isEqualTo("kafka");
            assertThat(secret.value()).isEqualTo("the-value");
            assertThat(secret.fields()).containsExactly("destination.password", "destination.username");
            assertThat(secret.toString()).doesNotContain("the-value");
        });
    }

    @Test
    void a_name_of_several_words_is_one_name_wherever_it_is_written() {
        OperatorSecrets secrets =
                secrets(bound("kafka-prod"), Map.of("SEQUIN_MCP_SECRETS_KAFKA_PROD_VALUE", "the-value"));

        assertThat(secrets.known()).extracting(Secret::name).containsExactly("kafka-prod");
        assertThat(Secret.nameOf("KAFKA_PROD")).isEqualTo("kafka-prod");
    }

    @Test
    void comes_from_a_file_and_is_read_again_when_that_changes(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "first-value\n");
        OperatorSecrets secrets = secrets(bound("kafka", "file", file.toString()), Map.of());
        assertThat(secrets.known()).extracting(Secret::value).containsExactly("first-value");

        Files.writeString(file, "second-value\n");
        assertThat(secrets.current().await().indefinitely())
                .extracting(Secret::value)
                .containsExactly("second-value");
    }

    @Test
    void comes_from_a_mounted_directory_by_its_name(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("kafka"), "mounted-value");
        Files.writeString(directory.resolve("unbound"), "mounted-value");
        OperatorSecrets secrets = secrets(bound("kafka"), Map.of("SEQUIN_MCP_SECRET_DIR", directory.toString()));

        assertThat(secrets.known())
                .extracting(Secret::name, Secret::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("kafka", "mounted-value"));
    }

    @Test
    void is_refused_without_a_binding_and_never_shown() {
        assertThatThrownBy(() -> secrets(
                        Map.of(
                                "sequin-mcp.secrets.a.value", "hunter2-hunter2",
                                "sequin-mcp.secrets.b.value", "hunter2",
                                "sequin-mcp.secrets.b.fields", "password",
                                "sequin-mcp.secrets.b.hosts", "http://x/*"),
                        Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sequin-mcp.secrets.a.fields is not set")
                .hasMessageContaining("sequin-mcp.secrets.a.hosts is not set")
                .hasMessageContaining("sequin-mcp.secrets.b.value is too short")
                .hasMessageContaining("password is no field")
                .hasMessageContaining("http://x/* is no host")
                .hasMessageNotContaining("hunter2");
    }

    @OnEachDatabase
    void what_is_made_here_is_encrypted_and_survives_a_change_of_the_key(TestDatabase database) {
        Store kept = database.store();
        OperatorSecrets before = secrets(kept, ServerKey.of(OLD), config(bound("ci"), Map.of()));
        assertThat(before.keep("ci", "made-here-value", "api_key a/ci").await().indefinitely())
                .isTrue();
        assertThat(before.keep("ci", "another-value", "api_key a/ci").await().indefinitely())
                .isFalse();
        String first = encrypted(kept);
        assertThat(first).doesNotContain("made-here");

        assertThat(secrets(kept, ServerKey.of(NEW), config(bound("ci"), Map.of()))
                        .known())
                .isEmpty();
        assertThat(encrypted(kept)).isEqualTo(first);

        assertThat(secrets(kept, ServerKey.of(NEW, OLD), config(bound("ci"), Map.of()))
                        .known())
                .extracting(Secret::value)
                .containsExactly("made-here-value");
        assertThat(encrypted(kept)).isNotEqualTo(first);
        assertThat(secrets(kept, ServerKey.of(NEW), config(bound("ci"), Map.of()))
                        .known())
                .extracting(Secret::value)
                .containsExactly("made-here-value");
    }

    @Test
    void what_the_operator_gave_a_value_is_not_made_anew() {
        OperatorSecrets secrets = secrets(bound("kafka", "value", "the-value"), Map.of());

        assertThat(secrets.keep("kafka", "another-value", "x").await().indefinitely())
                .isFalse();
    }

    private static String encrypted(Store store) {
        return store.transactNow(tx -> tx.first("select encrypted from stored_secret", row -> row.text("encrypted")))
                .orElseThrow();
    }
}
