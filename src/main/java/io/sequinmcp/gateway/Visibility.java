package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.FeatureManager.FeatureInfo;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.connectors.ToolCatalog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What of this service a connector has. */
@ApplicationScoped
class Visibility {
    private final ToolCatalog catalog;
    private final Map<Part, Set<String>> tools = new ConcurrentHashMap<>();

    Visibility(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    /** The names of its tools. */
    Set<String> tools(Connector connector) {
        return tools.computeIfAbsent(
                new Part(connector.scope(), connector.reach().isPinned()),
                part -> part.scope().select(catalog.tools(connector.reach())));
    }

    /** Whether it has that prompt, resource or template. */
    boolean has(Connector connector, FeatureInfo feature) {
        return Catalog.classOf(feature)
                .filter(it -> connector.scope().permits(Catalog.methodOf(it.effect()), it.tag()))
                .filter(it -> !(it.wholeAccount() && connector.reach().isPinned()))
                .isPresent();
    }

    /** What decides on the tools of a connector. */
    private record Part(Scope scope, boolean pinned) {}
}
