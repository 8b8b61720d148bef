package io.sequinmcp.gateway;

import io.sequinmcp.audit.Entry;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call is about, as far as its arguments and its answer say. */
record ResourceNamed(@Nullable String kind, @Nullable String id, @Nullable String name, @Nullable String planId) {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** The first that is there says it. */
    private static final List<String> NAMING = List.of(
            "sink_id_or_name",
            "consumer_id_or_name",
            "database_id_or_name",
            "http_endpoint_id_or_name",
            "id_or_name",
            "id",
            "name");

    static ResourceNamed in(@Nullable String tag, Object arguments, @Nullable AnswerFacts answer) {
        JsonObject sent = arguments instanceof JsonObject object ? object : new JsonObject();
        String named = NAMING.stream()
                .filter(it -> sent.getValue(it) instanceof String)
                .findFirst()
                .map(sent::getString)
                .orElse(null);
        boolean byId = named != null && ID.matcher(named).matches();
        String id = answer != null && answer.id() != null ? answer.id() : byId ? named : null;
        String name = answer != null && answer.name() != null ? answer.name() : byId ? null : named;
        String planned = sent.getValue("plan_id") instanceof String plan ? plan : null;
        return new ResourceNamed(
                id == null && name == null ? null : kind(tag, sent),
                id,
                name,
                answer != null && answer.planId() != null ? answer.planId() : planned);
    }

    private static @Nullable String kind(@Nullable String tag, JsonObject sent) {
        if (sent.getValue("kind") instanceof String kind) {
            return kind;
        }
        if (tag == null) {
            return null;
        }
        return switch (tag) {
            case "sinks", "streams" -> "sink";
            case "backfills" -> sent.containsKey("id") ? "backfill" : "sink";
            case "databases" -> "database";
            case "http_endpoints" -> "http_endpoint";
            default -> tag;
        };
    }

    Entry.Act act(String operation, String arguments, @Nullable AnswerFacts answer) {
        return new Entry.Act(operation, arguments, kind, id, name, planId);
    }
}
