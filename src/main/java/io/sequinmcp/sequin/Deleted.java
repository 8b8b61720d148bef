package io.sequinmcp.sequin;

import java.util.List;

/** What was deleted, and what it left behind elsewhere. */
public record Deleted(ResourceKind kind, String id, String name, List<Removal.Leftover> staysBehind) {}
