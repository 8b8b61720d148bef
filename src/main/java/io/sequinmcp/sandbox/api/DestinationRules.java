package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a stored destination must be, in Sequin's words (section 6.5). May derive fields while it looks. */
final class DestinationRules {
    private static final Pattern SQS = Pattern.compile(
            "https?://sqs\\.([a-z0-9-]+)\\.([a-zA-Z0-9.-]+)(?::\\d+)?/\\d{12}/[a-zA-Z0-9_-]+(?:\\.fifo)?");
    private static final Pattern SNS = Pattern.compile("arn:aws:sns:([a-z0-9-]+):(\\d{12}):([a-zA-Z0-9_.-]+)");
    private static final Pattern KINESIS = Pattern.compile("arn:aws:kinesis:([a-z0-9-]+):(\\d+):stream/(.+)");
    private static final Pattern BASIN = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final Pattern PROJECT = Pattern.compile("[a-z][-a-z0-9]{4,28}[a-z0-9]");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z][a-zA-Z0-9-_.~+%]{2,254}");
    private static final Pattern PATH = Pattern.compile("(/[a-zA-Z0-9\\-._~!$&'()*+,;=:@%?/]*)?");

    private final ObjectNode destination;
    private final ObjectNode errors = Json.object();

    private DestinationRules(ObjectNode destination) {
        this.destination = destination;
    }

    /**
     * @param requested whether the request has a {@code routing} key, and then whether it names a function
     * @param stored the same of what is stored for this type
     */
    static ObjectNode complaints(ObjectNode destination, Optional<Boolean> requested, Optional<Boolean> stored) {
        DestinationRules rules = new DestinationRules(destination);
        DestinationType type = DestinationType.of(destination.path("type").asText());
        rules.derive(type);
        rules.required(type);
        rules.special(type);
        if (type.routed()) {
            rules.routing(type, requested.or(() -> stored));
        }
        return rules.errors;
    }

    private void derive(DestinationType type) {
        switch (type) {
            case SQS -> {
                region("queue_url", SQS);
                destination.put("is_fifo", text("queue_url").endsWith(".fifo"));
            }
            case SNS -> {
                region("topic_arn", SNS);
                destination.put("is_fifo", text("topic_arn").endsWith(".fifo"));
            }
            case KINESIS -> region("stream_arn", KINESIS);
            default -> {}
        }
    }

    private void region(String field, Pattern pattern) {
        if (blank("region") && !blank(field)) {
            Matcher matcher = pattern.matcher(text(field));
            if (matcher.matches()) {
                destination.put("region", matcher.group(1));
            } else {
                complain("region", "Could not infer region from " + field);
            }
        }
    }

    private void required(DestinationType type) {
        boolean taskRole = destination.path("use_task_role").asBoolean();
        for (String field : type.required()) {
            boolean needed = !taskRole || field.equals("region");
            if (needed && blank(field)) {
                complain(field, Names.BLANK);
            }
        }
        if (destination.path("use_emulator").asBoolean()) {
            if (blank("emulator_base_url")) {
                complain("emulator_base_url", Names.BLANK);
            } else if (!text("emulator_base_url").matches("(?i)https?://.*")) {
                complain("emulator_base_url", "must start with http:// or https://");
            }
        }
    }

    private void special(DestinationType type) {
        switch (type) {
            case WEBHOOK -> path();
            case KAFKA -> kafka();
            case RABBITMQ, REDIS_STREAM, REDIS_STRING, NATS -> port();
            case SQS ->
                format(
                        "queue_url",
                        SQS,
                        "must be a valid AWS SQS URL (https://sqs.<region>.amazonaws.com/<account-id>/<queue-name>)");
            case SNS ->
                format(
                        "topic_arn",
                        SNS,
                        "must be a valid AWS SNS Topic ARN (arn:aws:sns:<region>:<account-id>:<topic-name>)");
            case KINESIS ->
                format(
                        "stream_arn",
                        KINESIS,
                        "must be a valid AWS Kinesis Stream ARN"
                                + " (arn:aws:kinesis:<region>:<account-id>:stream/<stream-name>)");
            case S2 -> basin();
            case GCP_PUBSUB -> pubsub();
            case TYPESENSE -> search(3600);
            case MEILISEARCH -> search(300);
            case ELASTICSEARCH -> {
                if (!blank("endpoint_url")
                        && uri().filter(url -> url.getHost() != null).isEmpty()) {
                    complain("endpoint_url", "must be a valid URL");
                }
                range("batch_size", 10_000);
            }
            case BENCHMARK -> complain("type", "benchmark consumers are not allowed in production");
            case SEQUIN_STREAM, AZURE_EVENT_HUB -> {}
        }
    }

    private void routing(DestinationType type, Optional<Boolean> byFunction) {
        if (byFunction.isEmpty()) {
            complain("routing_mode", "is required");
        } else if (byFunction.get()) {
            type.targets().forEach(destination::putNull);
        } else {
            type.targets().stream().filter(this::blank).forEach(target -> complain(target, Names.BLANK));
        }
    }

    private void path() {
        String path = text("http_endpoint_path");
        if (!path.isEmpty() && !path.matches("[/?#].*")) {
            complain("http_endpoint_path", "must start with '/', '?', '#', or be blank");
        } else if (!PATH.matcher(path).matches()) {
            complain("http_endpoint_path", "must be a valid URL path or empty");
        }
        if (path.length() > 2000) {
            complain("http_endpoint_path", "should be at most 2000 character(s)");
        }
    }

    private void kafka() {
        boolean valid = Arrays.stream(text("hosts").split(",", -1)).allMatch(DestinationRules::hostAndPort);
        if (!blank("hosts") && !valid) {
            complain("hosts", "must be a comma-separated list of host:port pairs with valid ports (1-65535)");
        }
        String mechanism = text("sasl_mechanism");
        String needed = "is required when SASL Mechanism is " + mechanism;
        if (Set.of("plain", "scram_sha_256", "scram_sha_512").contains(mechanism)) {
            need(needed, "username", "password");
        } else if (mechanism.equals("aws_msk_iam")) {
            need(needed, "aws_access_key_id", "aws_secret_access_key", "aws_region");
            if (!destination.path("tls").asBoolean()) {
                complain("tls", needed);
            }
        } else if (!blank("username") || !blank("password")) {
            complain("sasl_mechanism", "must be set when SASL credentials are provided");
        }
        if (!blank("compression")
                && !Set.of("none", "gzip", "snappy", "lz4", "zstd").contains(text("compression"))) {
            complain("compression", "is invalid");
        }
    }

    private void need(String complaint, String... fields) {
        Arrays.stream(fields).filter(this::blank).forEach(field -> complain(field, complaint));
    }

    private static boolean hostAndPort(String host) {
        String[] parts = host.split(":", -1);
        return parts.length == 2
                && parts[1].matches("\\d{1,5}")
                && Integer.parseInt(parts[1]) > 0
                && Integer.parseInt(parts[1]) < 65_536;
    }

    private void port() {
        JsonNode port = destination.path("port");
        if (port.isNumber() && port.asInt() < 1) {
            complain("port", "must be greater than 0");
        } else if (port.isNumber() && port.asInt() > 65_535) {
            complain("port", "must be less than 65536");
        } else if (!blank("port") && !port.asText().matches("\\d+")) {
            complain("port", "is invalid");
        }
        if (destination.path("database").asInt() < 0) {
            complain("database", "must be greater than or equal to 0");
        }
        if (destination.path("expire_ms").isNumber()
                && destination.path("expire_ms").asInt() < 1) {
            complain("expire_ms", "must be greater than 0");
        }
    }

    private void basin() {
        String basin = text("basin");
        if (blank("basin")) {
            return;
        }
        if (basin.length() < 8) {
            complain("basin", "should be at least 8 character(s)");
        } else if (basin.length() > 48) {
            complain("basin", "should be at most 48 character(s)");
        }
        format(
                "basin",
                BASIN,
                "can only include lowercase letters, numbers, and hyphens. It cannot begin or end with a hyphen.");
    }

    private void pubsub() {
        if (destination.path("use_emulator").asBoolean()) {
            destination.putObject("credentials");
        } else {
            PubsubCredentials.complain(destination.path("credentials"), errors);
        }
        format(
                "project_id",
                PROJECT,
                "must be between 6 and 30 characters, start with a letter, and contain only lowercase letters, numbers,"
                        + " and hyphens");
        format(
                "topic_id",
                TOPIC,
                "must be between 3 and 255 characters and match the pattern: [a-zA-Z][a-zA-Z0-9-_.~+%]*");
    }

    private void search(int longestTimeout) {
        if (!blank("endpoint_url")) {
            endpoint().ifPresent(complaint -> complain("endpoint_url", complaint));
        }
        range("batch_size", 10_000);
        range("timeout_seconds", longestTimeout);
    }

    private Optional<String> endpoint() {
        Optional<URI> url = uri();
        if (url.isEmpty() || url.get().getScheme() == null) {
            return Optional.of("must include a scheme, ie. https://");
        }
        if (!Set.of("http", "https").contains(url.get().getScheme())) {
            return Optional.of("must include a valid scheme, ie. http or https");
        }
        if (url.get().getHost() == null) {
            return Optional.of("must include a host");
        }
        if (url.get().getQuery() != null) {
            return Optional.of(
                    "must not include query params, found: " + url.get().getQuery());
        }
        return Optional.ofNullable(url.get().getFragment())
                .map(fragment -> "must not include a fragment, found: " + fragment);
    }

    private Optional<URI> uri() {
        try {
            return Optional.of(URI.create(text("endpoint_url")));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private void range(String field, int most) {
        JsonNode value = destination.path(field);
        if (value.isNumber() && value.asInt() < 1) {
            complain(field, "must be greater than 0");
        } else if (value.isNumber() && value.asInt() > most) {
            complain(field, "must be less than or equal to " + most);
        }
    }

    private void format(String field, Pattern pattern, String complaint) {
        if (!blank(field) && !pattern.matcher(text(field)).matches()) {
            complain(field, complaint);
        }
    }

    private boolean blank(String field) {
        return Names.isBlank(destination.path(field));
    }

    private String text(String field) {
        return blank(field) ? "" : destination.path(field).asText();
    }

    private void complain(String field, String complaint) {
        errors.withArray(field).add(complaint);
    }
}
