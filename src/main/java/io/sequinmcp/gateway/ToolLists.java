package io.sequinmcp.gateway;

import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkiverse.mcp.server.ToolManager;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.tools.ToolSchemas;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code tools/list} answers: drawn and written once for all connectors that are told the same, and copied into
 * each answer from then on. Tools come with a restart only; what else decides on a list is its {@link Cut}.
 */
@Singleton
class ToolLists {
    /** A list of all tools takes some 100 KB. */
    private static final int MOST_KEPT = 32;

    private final ToolManager tools;
    private final ToolSchemas schemas;
    private final Visibility visibility;
    private final Wording wording;
    private final Map<Cut, RawValue> kept = new ConcurrentHashMap<>();

    ToolLists(ToolManager tools, ToolSchemas schemas, Visibility visibility, Wording wording) {
        this.tools = tools;
        this.schemas = schemas;
        this.visibility = visibility;
        this.wording = wording;
    }

    /**
     * All that makes the list of one connector another one than that of the next.
     *
     * @param tools the names of those it has
     * @param plans whether it needs a plan to delete something
     * @param byName in the order of their names, as the stateless protocol wants it
     */
    private record Cut(Set<String> tools, boolean plans, boolean byName) {}

    /** The result, an object. */
    RawValue of(Connector connector, boolean byName) {
        boolean plans =
                switch (connector.terms().confirm()) {
                    case PLAN -> true;
                    case NONE -> false;
                };
        Cut cut = new Cut(visibility.tools(connector), plans, byName);
        RawValue known = kept.get(cut);
        if (known == null) {
            known = drawn(cut);
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(cut, known);
        }
        return known;
    }

    /** The one place where a list is put together. */
    private RawValue drawn(Cut cut) {
        Stream<ToolInfo> shown = StreamSupport.stream(tools.spliterator(), false)
                .filter(tool -> cut.tools().contains(tool.name()));
        JsonArray list = new JsonArray();
        (cut.byName() ? shown.sorted(Comparator.comparing(ToolInfo::name)) : shown)
                .map(tool -> drawn(tool, cut))
                .forEach(list::add);
        return new RawValue(
                new SerializedString(new JsonObject().put("tools", list).encode()));
    }

    /** As the extension draws it for everyone, but for what a connector reads otherwise. */
    private JsonObject drawn(ToolInfo tool, Cut cut) {
        return tool.asJson()
                .put("description", wording.within(cut.tools(), tool.description()))
                .put("inputSchema", schemas.listed(tool, cut.plans()));
    }
}
