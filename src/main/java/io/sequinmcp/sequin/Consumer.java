package io.sequinmcp.sequin;

/**
 * A stream as receive, ack and nack address it. The id stays the same when the sink is renamed: keep deliveries by it.
 */
public record Consumer(String id, String name) {}
