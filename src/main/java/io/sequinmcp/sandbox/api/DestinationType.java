package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The destination types and their fields (section 6.5). A field is written as its name with marks: {@code !} required,
 * {@code #} secret, {@code >} the target that a routing function takes the place of, {@code -} never shown,
 * {@code =value} set when it is absent or null (other fields are then stored as null).
 */
enum DestinationType {
    WEBHOOK("http_endpoint_id!", "http_endpoint_path", "batch"),
    SEQUIN_STREAM(),
    KAFKA(
            "hosts!",
            "topic>",
            "tls=false",
            "username",
            "password#",
            "sasl_mechanism",
            "aws_access_key_id",
            "aws_secret_access_key#",
            "aws_region",
            "compression"),
    RABBITMQ("host!", "port!", "username", "password#", "virtual_host=/", "tls=false", "exchange>"),
    REDIS_STREAM("host!", "port!", "stream_key>", "database=0", "tls=false", "username", "password#"),
    REDIS_STRING("host!", "port!", "database=0", "tls=false", "username", "password#", "expire_ms"),
    SQS(
            "queue_url>",
            "region!",
            "access_key_id!#",
            "secret_access_key!#",
            "use_task_role=false",
            "use_emulator=false-",
            "emulator_base_url-"),
    SNS(
            "topic_arn>",
            "region!",
            "access_key_id!#",
            "secret_access_key!#",
            "use_task_role=false",
            "use_emulator=false",
            "emulator_base_url"),
    KINESIS("stream_arn>", "region!-", "access_key_id!#", "secret_access_key!#", "use_task_role=false"),
    S2("basin>", "stream>", "access_token!#"),
    GCP_PUBSUB("project_id!", "topic_id>", "credentials", "use_emulator=false", "emulator_base_url"),
    NATS("host!", "port!", "username", "password#", "jwt#", "nkey_seed#", "tls=false"),
    AZURE_EVENT_HUB("namespace!", "event_hub_name>", "shared_access_key_name!", "shared_access_key!#"),
    TYPESENSE("endpoint_url!", "collection_name>", "api_key!#", "batch_size", "timeout_seconds"),
    MEILISEARCH("endpoint_url!", "index_name>", "primary_key", "api_key!#", "batch_size-", "timeout_seconds"),
    ELASTICSEARCH("endpoint_url!", "index_name>", "auth_type=api_key", "auth_value!#", "batch_size"),
    BENCHMARK("partition_count");

    /** Shown masked inside {@code gcp_pubsub}'s credentials. */
    private static final Set<String> CREDENTIAL_SECRETS = Set.of(
            "private_key_id",
            "private_key",
            "client_email",
            "client_id",
            "universe_domain",
            "client_secret",
            "api_key");

    private static final Map<String, DestinationType> BY_WIRE = new HashMap<>();

    static {
        Arrays.stream(values()).forEach(type -> BY_WIRE.put(type.wire(), type));
        BY_WIRE.put("redis", REDIS_STREAM);
    }

    @SuppressWarnings("ImmutableEnumChecker") // never changed after this
    private final Map<String, String> marks;

    DestinationType(String... fields) {
        Map<String, String> inOrder = new LinkedHashMap<>();
        for (String field : fields) {
            String name = field.replaceFirst("[!#>=-].*", "");
            inOrder.put(name, field.substring(name.length()));
        }
        marks = Collections.unmodifiableMap(inOrder);
    }

    /** Falls over on an unknown type, as Sequin does (recording 211). */
    static DestinationType of(String wire) {
        DestinationType type = BY_WIRE.get(wire);
        if (type == null) {
            throw Refusal.crash();
        }
        return type;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a routing mode is needed, that is a {@code routing} key in the request. */
    boolean routed() {
        return !targets().isEmpty();
    }

    List<String> targets() {
        return marked(">");
    }

    List<String> required() {
        return marked("!");
    }

    private List<String> marked(String mark) {
        return marks.entrySet().stream()
                .filter(field -> field.getValue().contains(mark))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What is stored of a request's destination: every known field, null or its default where it is absent. */
    ObjectNode stored(JsonNode request) {
        ObjectNode stored = Json.object().put("type", wire());
        marks.forEach((name, mark) -> {
            JsonNode value = request.path(name);
            boolean given = !value.isMissingNode() && !value.isNull();
            stored.set(name, given ? value.deepCopy() : fallback(mark));
        });
        return stored;
    }

    private static JsonNode fallback(String mark) {
        if (!mark.startsWith("=")) {
            return Json.object().nullNode();
        }
        return switch (mark.substring(1).replace("-", "")) {
            case "false" -> BooleanNode.FALSE;
            case "0" -> IntNode.valueOf(0);
            default -> TextNode.valueOf(mark.substring(1));
        };
    }

    /** The stored destination with nulls left out. */
    ObjectNode view(ObjectNode stored, boolean showSensitive) {
        ObjectNode view = Json.object().put("type", wire());
        boolean taskRole = stored.path("use_task_role").asBoolean();
        stored.fields().forEachRemaining(field -> {
            String mark = marks.getOrDefault(field.getKey(), "");
            boolean hidden = mark.contains("-") || (taskRole && mark.contains("!#"));
            if (!field.getValue().isNull() && !hidden) {
                view.set(
                        field.getKey(),
                        mark.contains("#") && !showSensitive ? masked(field.getValue()) : field.getValue());
            }
        });
        if (view.path("credentials").isObject() && !showSensitive) {
            view.set("credentials", maskedCredentials(view.path("credentials")));
        }
        return view;
    }

    private static ObjectNode maskedCredentials(JsonNode credentials) {
        ObjectNode masked = Json.object();
        credentials.fields().forEachRemaining(field -> {
            if (!field.getValue().isNull()) {
                boolean secret = CREDENTIAL_SECRETS.contains(field.getKey());
                masked.set(field.getKey(), secret ? masked(field.getValue()) : field.getValue());
            }
        });
        return masked;
    }

    private static JsonNode masked(JsonNode secret) {
        return TextNode.valueOf(Mask.of(secret.asText()));
    }
}
