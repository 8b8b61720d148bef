package io.sequinmcp.sequin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tunnel from Sequin to a developer's machine. */
public record LocalTunnel(String entityId, @Nullable String entityName, @Nullable Integer bastionPort) {
    static LocalTunnel of(Map<String, Object> raw) {
        Fields fields = new Fields(raw);
        return new LocalTunnel(
                fields.textOrEmpty("entity_id"), fields.text("entity_name"), fields.integer("bastion_port"));
    }
}
