package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.FeatureManager.FeatureInfo;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolManager;
import io.sequinmcp.connectors.Method;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.tools.Classed;
import io.sequinmcp.tools.Effect;
import io.sequinmcp.tools.Formerly;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The tools as they are declared. One that is not {@link Classed} is not in it. */
@ApplicationScoped
class Catalog implements ToolCatalog {
    private final ToolManager manager;
    private volatile @Nullable List<Entry> tools;
    private volatile @Nullable Map<String, String> renamed;

    Catalog(ToolManager manager) {
        this.manager = manager;
    }

    @Override
    public Collection<Entry> tools() {
        List<Entry> known = tools;
        if (known == null) {
            known = StreamSupport.stream(manager.spliterator(), false)
                    .flatMap(tool -> classOf(tool).map(it -> entry(tool.name(), it)).stream())
                    .toList();
            tools = known;
        }
        return known;
    }

    @Override
    public Map<String, String> renamed() {
        Map<String, String> known = renamed;
        if (known == null) {
            Set<String> names = tools().stream().map(Entry::name).collect(Collectors.toSet());
            known = StreamSupport.stream(manager.spliterator(), false)
                    .filter(tool -> names.contains(tool.name()))
                    .flatMap(tool -> tool
                            .method()
                            .map(method -> method.getAnnotation(Formerly.class))
                            .map(formerly -> Map.entry(formerly.value(), tool.name()))
                            .stream())
                    // Two tools of one old name fail here, and so does an old name that is a tool's
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
            known.keySet().stream().filter(names::contains).findAny().ifPresent(name -> {
                throw new IllegalStateException(name + " is a tool, and the former name of another");
            });
            renamed = known;
        }
        return known;
    }

    /** How a tool, prompt or resource is classed, if it is. */
    static Optional<Classed> classOf(FeatureInfo feature) {
        return feature.method().map(method -> method.getAnnotation(Classed.class));
    }

    /** What agents call the tool that this method is; of a prompt or resource, the method's own name. */
    static String nameOf(java.lang.reflect.Method tool) {
        Tool declared = tool.getAnnotation(Tool.class);
        return declared == null || declared.name().equals(Tool.ELEMENT_NAME) ? tool.getName() : declared.name();
    }

    static Method methodOf(Effect effect) {
        return switch (effect) {
            case GET -> Method.GET;
            case LIST -> Method.LIST;
            case CREATE -> Method.CREATE;
            case UPDATE -> Method.UPDATE;
            case DELETE -> Method.DELETE;
            case CUSTOM -> Method.CUSTOM;
        };
    }

    private static Entry entry(String name, Classed classed) {
        return new Entry(
                name,
                methodOf(classed.effect()),
                classed.tag(),
                Stream.of(classed.servesAlso()).map(Catalog::methodOf).collect(Collectors.toSet()),
                classed.wholeAccount());
    }
}
