package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.Serializable;
import java.util.List;

/**
 * A change retention ("WAL pipeline"): keeps the changes of one table in another. Made by YAML, deleted by nothing.
 *
 * @param sequence counts what Sequin made in its account so far
 */
public record Retention(
        String id,
        String name,
        String sourceDatabaseId,
        Table source,
        String destinationDatabaseId,
        Table destination,
        List<String> actions,
        ArrayNode filters,
        int sequence,
        String status)
        implements Named, Serializable {}
