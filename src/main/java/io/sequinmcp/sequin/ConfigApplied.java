package io.sequinmcp.sequin;

import java.util.List;
import java.util.Map;

/**
 * What an apply stored: all resources of the account, as Sequin sends them, passwords masked by us (Sequin shows them
 * in plain text here).
 *
 * @param notes what is worth knowing, one sentence each
 */
public record ConfigApplied(List<Map<String, Object>> resources, List<String> notes) {}
