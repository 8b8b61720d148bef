package io.sequinmcp.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sequinmcp.KnownVariables;
import io.sequinmcp.connectors.Token;
import io.sequinmcp.store.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compose files hand to whom is what that one takes. */
class ComposeTest {
    private static final Path DIRECTORY = Path.of("src", "main", "docker");
    private static final String SEQUIN = read("compose-sequin.yaml");
    private static final String SERVICE = read("compose.yaml");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_]+):\\?");

    /** What Sequin's documentation of self-hosting lists. */
    private static final Set<String> KNOWN_TO_SEQUIN = Set.of(
            "PG_HOSTNAME",
            "PG_PORT",
            "PG_DATABASE",
            "PG_USERNAME",
            "PG_PASSWORD",
            "PG_POOL_SIZE",
            "PG_SSL",
            "PG_URL",
            "REDIS_URL",
            "SECRET_KEY_BASE",
            "VAULT_KEY",
            "SERVER_HOST",
            "SERVER_PORT",
            "CONFIG_FILE_PATH",
            "CONFIG_FILE_YAML",
            "SEQUIN_METRICS_PORT",
            "SEQUIN_METRICS_USER",
            "SEQUIN_METRICS_PASSWORD",
            "SEQUIN_LOG_FORMAT",
            "SEQUIN_TELEMETRY_DISABLED",
            "FEATURE_PROVISION_DEFAULT_USER");

    @Test
    void handsTheServiceNoVariableThatItDoesNotKnow() throws IOException {
        KnownVariables known = KnownVariables.ofTheService();

        assertThat(variables(yaml(SERVICE), "sequin-mcp")).isNotEmpty().allMatch(known::include);
        assertThat(known.include("SEQUIN_MCP_CONECTORS_DEMO_TOKEN")).isFalse();
        assertThat(known.include("SEQUIN_MCP_CONNECTORS_DEMO_TOKENS")).isFalse();
    }

    @Test
    void handsSequinNoVariableThatItDoesNotKnow() throws IOException {
        assertThat(variables(yaml(SEQUIN), "sequin")).isNotEmpty().allMatch(KNOWN_TO_SEQUIN::contains);
    }

    @Test
    void callsSequinWhereItIs() throws IOException {
        JsonNode environment = yaml(SERVICE).at("/services/sequin-mcp/environment");

        assertThat(yaml(SERVICE).at("/include/0").asText()).isEqualTo("compose-sequin.yaml");
        assertThat(environment.at("/SEQUIN_URL").asText()).isEqualTo("http://sequin:7376");
        assertThat(environment.at("/SEQUIN_METRICS_URL").asText()).isEqualTo("http://sequin:8376/metrics");
        assertThat(yaml(SEQUIN).at("/services/sequin").isObject()).isTrue();
    }

    @Test
    void pinsEveryImageAndPublishesOnThisMachineAlone() throws IOException {
        assertThat(services()).allSatisfy(service -> {
            assertThat(service.at("/image").asText()).matches("sequin-mcp|[a-z/]+:v?[0-9]+\\.[0-9]+\\.?[0-9]*[a-z-]*");
            assertThat(service.at("/ports"))
                    .allSatisfy(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        });
    }

    @Test
    void waitsForWhatAServiceNeeds() throws IOException {
        Map<String, JsonNode> all = new HashMap<>();
        for (String file : List.of(SEQUIN, SERVICE)) {
            yaml(file).at("/services").properties().forEach(it -> all.put(it.getKey(), it.getValue()));
        }

        assertThat(all.values())
                .allSatisfy(service -> service.at("/depends_on").properties().forEach(needed -> {
                    assertThat(needed.getValue().at("/condition").asText()).isEqualTo("service_healthy");
                    assertThat(Objects.requireNonNull(all.get(needed.getKey()))
                                    .at("/healthcheck/test")
                                    .isEmpty())
                            .isFalse();
                }));
    }

    @Test
    void readsPostgresChangesFromALogicalWal() throws IOException {
        assertThat(yaml(SEQUIN).at("/services/postgres/command"))
                .extracting(JsonNode::asText)
                .contains("wal_level=logical");
    }

    @Test
    void changesTheTableOfTheDemoEveryTime() throws Exception {
        Optional<TestPostgres> server = TestPostgres.server();
        assumeTrue(server.isPresent(), "no PostgreSQL here");
        JsonNode configs = yaml(SEQUIN).at("/configs");
        String made = configs.at("/demo.sql/content").asText();
        assertThat(made).startsWith("CREATE DATABASE demo;\n\\connect demo\n");

        try (Connection demo = server.get().database().getConnection();
                Statement statement = demo.createStatement()) {
            statement.execute(made.replaceFirst("(?s)^.*?connect demo\n", ""));
            for (int times = 0; times < 3; times++) {
                statement.execute(configs.at("/traffic.sql/content").asText());
            }

            try (ResultSet orders =
                    statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE status <> 'new') FROM orders")) {
                assertThat(orders.next()).isTrue();
                assertThat(orders.getInt(1)).isEqualTo(103);
                // Paid, shipped, and the next one paid
                assertThat(orders.getInt(2)).isEqualTo(2);
            }
        }
    }

    @Test
    void setsSequinUpWithTheTokenThatTheServiceHas() throws IOException {
        JsonNode setUp = yaml(yaml(SEQUIN).at("/configs/sequin.yaml/content").asText());

        assertThat(setUp.at("/api_tokens/0/token"))
                .isEqualTo(yaml(SERVICE).at("/services/sequin-mcp/environment/SEQUIN_API_TOKEN"));
        assertThat(setUp.at("/databases/0/name")).isEqualTo(setUp.at("/sinks/0/database"));
        assertThat(setUp.at("/databases/0/password"))
                .isEqualTo(yaml(SEQUIN).at("/services/postgres/environment/POSTGRES_PASSWORD"));
    }

    @Test
    void makesEverySecretOnceAndForTheOwnerAlone(@TempDir Path directory) throws Exception {
        makeSecrets(directory);
        Path file = directory.resolve(".env");
        String first = Files.readString(file);
        makeSecrets(directory);

        assertThat(Files.readString(file)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Map<String, String> made = new HashMap<>();
        first.lines().forEach(line -> made.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        assertThat(made.keySet())
                .isEqualTo(Stream.of(SEQUIN, SERVICE)
                        .flatMap(text -> REFERENCE.matcher(text).results())
                        .map(it -> it.group(1))
                        .collect(Collectors.toSet()));
        assertThat(Base64.getDecoder().decode(made.get("VAULT_KEY"))).hasSize(32);
        assertThat(Base64.getDecoder().decode(made.get("SECRET_KEY_BASE"))).hasSize(64);
        assertThat(Token.parse(made.get("SEQUIN_MCP_CONNECTORS_DEMO_TOKEN"))).isPresent();
        assertThat(made.get("SEQUIN_MCP_ADMIN_TOKEN")).hasSizeGreaterThanOrEqualTo(32);
    }

    private static void makeSecrets(Path directory) throws IOException, InterruptedException {
        Process script = new ProcessBuilder("sh", DIRECTORY.resolve("env.sh").toString(), directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
    }

    private static List<JsonNode> services() throws IOException {
        return Stream.of(yaml(SEQUIN), yaml(SERVICE))
                .flatMap(file -> file.at("/services").properties().stream())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static List<String> variables(JsonNode file, String service) {
        return file.at("/services/" + service + "/environment").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }

    private static String read(String file) {
        try {
            return Files.readString(DIRECTORY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
