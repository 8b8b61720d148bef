package io.sequinmcp.sequin;

import java.util.Map;

/**
 * Turns the field names of Sequin's validation errors, which are those of its own tables, into the names a caller sent
 * (section 1.3).
 */
final class PublicNames {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("sink", "destination"),
            Map.entry("source_tables", "tables"),
            Map.entry("source_table", "tables"),
            Map.entry("replication_slot_id", "database"),
            Map.entry("postgres_database_id", "database"),
            Map.entry("include_table_oids", "include_tables"),
            Map.entry("exclude_table_oids", "exclude_tables"),
            Map.entry("filter_id", "filter"),
            Map.entry("transform_id", "transform"),
            Map.entry("routing_id", "routing"),
            Map.entry("routing_mode", "routing"),
            Map.entry("enrichment_id", "enrichment"),
            Map.entry("sink_consumer_id", "sink_id_or_name"),
            Map.entry("http_endpoint_id", "http_endpoint"),
            Map.entry("group_column_attnums", "group_column_names"));

    /** Objects whose fields are parameters of their own here. */
    private static final Map<String, String> FLAT = Map.of("source", "", "replication_slots", "");

    private PublicNames() {}

    /** The path of a field within another; {@code within} is empty at the top. */
    static String path(String within, String name) {
        String translated = NAMES.getOrDefault(name, name);
        if (within.isEmpty()) {
            return FLAT.getOrDefault(name, translated);
        }
        // routing is a parameter beside destination, wherever Sequin keeps its mode
        return name.equals("routing_mode") ? translated : within + "." + translated;
    }

    /** The internal names within a message, such as "cannot be set when include_table_oids is set", in public ones. */
    static String inMessage(String message) {
        String translated = message;
        for (String internal : new String[] {"include_table_oids", "exclude_table_oids"}) {
            translated = translated.replace(internal, NAMES.getOrDefault(internal, internal));
        }
        return translated;
    }
}
