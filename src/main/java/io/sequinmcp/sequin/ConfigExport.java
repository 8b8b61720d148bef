package io.sequinmcp.sequin;

import java.util.Map;

/**
 * The account's configuration as YAML, secrets masked. Applying a masked secret would store the mask, so an apply of
 * this text as it stands is refused.
 *
 * @param document the YAML read: {@code databases}, {@code sinks}, {@code functions}, {@code change_retentions},
 *     {@code http_endpoints}, each a list if present
 */
public record ConfigExport(String yaml, Map<String, Object> document) {}
