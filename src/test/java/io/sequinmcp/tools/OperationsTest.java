package io.sequinmcp.tools;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the operations of Sequin's API and our tools against each other: nothing of the API is forgotten. */
@QuarkusTest
class OperationsTest {
    /** The one tool that is for an operation; others may use it too. */
    private static final Map<String, String> PRIMARY = Map.ofEntries(
            entry("listSinks", "list_sinks"),
            entry("createSink", "create_sink"),
            entry("getSink", "get_sink"),
            entry("updateSink", "update_sink"),
            entry("deleteSink", "delete_sink"),
            entry("listBackfills", "list_backfills"),
            entry("createBackfill", "create_backfill"),
            entry("getBackfill", "get_backfill"),
            entry("updateBackfill", "update_backfill"),
            entry("receiveMessages", "receive_messages"),
            entry("ackMessages", "ack_messages"),
            entry("nackMessages", "nack_messages"),
            entry("listDatabases", "list_databases"),
            entry("createDatabase", "create_database"),
            entry("getDatabase", "get_database"),
            entry("updateDatabase", "update_database"),
            entry("deleteDatabase", "delete_database"),
            entry("testDatabaseConnection", "test_database_connection"),
            entry("refreshDatabaseTables", "refresh_database_tables"),
            entry("listHttpEndpoints", "list_http_endpoints"),
            entry("createHttpEndpoint", "create_http_endpoint"),
            entry("getHttpEndpoint", "get_http_endpoint"),
            entry("updateHttpEndpoint", "update_http_endpoint"),
            entry("deleteHttpEndpoint", "delete_http_endpoint"),
            entry("exportConfig", "export_config"),
            entry("planConfig", "plan_config"),
            entry("applyConfig", "apply_config"),
            entry("getHealth", "get_health"),
            entry("listReplications", "list_replications"),
            entry("createReplication", "create_replication"),
            entry("getReplication", "get_replication"),
            entry("updateReplication", "update_replication"),
            entry("deleteReplication", "delete_replication"),
            entry("listApiKeys", "list_api_keys"),
            entry("createApiKey", "create_api_key"),
            entry("deleteApiKey", "delete_api_key"),
            entry("listLocalTunnels", "list_local_tunnels"));

    private static final Map<String, String> NOT_OFFERED = Map.of(
            "receiveMessagesByGet", "receive_messages does the same by POST, which nothing on the way caches",
            "getInfo", "its version is part of get_health, its node names are of no use to an agent",
            "getVersion", "part of get_health",
            "getMetrics", "for a Prometheus, not for an agent; diagnose_sink tells what matters");

    /** Tools that do more than one operation does, or what no operation does. */
    private static final Map<String, String> BEYOND = Map.of(
            "diagnose_sink", "puts health, connection, backfills and neighbours together",
            "describe_sink_type", "tells what the API description knows of a destination",
            "peek_messages", "receives and hands back",
            "list_deliveries", "tells what was received and not settled",
            "plan_delete", "shows what a deletion would mean");

    @Inject
    ToolManager tools;

    @Test
    void every_operation_has_one_tool_or_a_reason_to_have_none() throws IOException {
        Map<String, String> accounted = new TreeMap<>(PRIMARY);
        accounted.putAll(NOT_OFFERED);
        aliases().forEach((alias, of) -> {
            assertThat(accounted).containsKey(of);
            accounted.put(alias, "the same as " + of);
        });

        assertThat(accounted.keySet()).isEqualTo(operations().keySet());
    }

    @Test
    void every_tool_is_for_an_operation_or_goes_beyond_them() {
        Set<String> known = new TreeSet<>(PRIMARY.values());
        assertThat(known).hasSameSizeAs(PRIMARY.values());
        known.addAll(BEYOND.keySet());

        Set<String> offered = ToolSurface.of(tools).everything().stream()
                .map(ToolSurface.Definition::name)
                .collect(Collectors.toSet());

        assertThat(offered).isEqualTo(known);
    }

    private static Map<String, JsonNode> operations() throws IOException {
        Map<String, JsonNode> operations = new TreeMap<>();
        new YAMLMapper()
                .readTree(Path.of("openapi-spec/sequin.yaml").toFile())
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        operations.put(operation.path("operationId").asText(), operation);
                    }
                }));
        return operations;
    }

    private static Map<String, String> aliases() throws IOException {
        Map<String, String> aliases = new TreeMap<>();
        operations().forEach((id, operation) -> {
            if (operation.has("x-alias-of")) {
                aliases.put(id, operation.path("x-alias-of").asText());
            }
        });
        return aliases;
    }
}
