package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.FeatureManager.FeatureInfo;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.tools.FactsOf;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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

    /** Whether it has that prompt, resource or template: every tool whose facts that shows. */
    boolean has(Connector connector, FeatureInfo feature) {
        return feature.method()
                .map(method -> method.getAnnotation(FactsOf.class))
                .filter(facts -> tools(connector).containsAll(List.of(facts.value())))
                .isPresent();
    }

    /** What decides on the tools of a connector. */
    private record Part(Scope scope, boolean pinned) {}
}
