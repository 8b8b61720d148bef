package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.connectors.ToolLabels;
import io.sequinmcp.connectors.api.ToolList.ToolView;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Predicate;

/** How tools are shown. */
@Singleton
class ToolViews {
    private final ToolCatalog catalog;
    private final ToolLabels labels;

    ToolViews(ToolCatalog catalog, ToolLabels labels) {
        this.catalog = catalog;
        this.labels = labels;
    }

    ToolList all() {
        return list(entry -> true);
    }

    ToolList named(Collection<String> names) {
        return list(entry -> names.contains(entry.name()));
    }

    private ToolList list(Predicate<ToolCatalog.Entry> wanted) {
        return ToolList.of(catalog.tools().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(ToolCatalog.Entry::name))
                .map(this::view)
                .toList());
    }

    private ToolView view(ToolCatalog.Entry it) {
        ToolLabels.Label label = labels.of(it.name()).orElseGet(() -> new ToolLabels.Label(it.name(), "", null));
        return new ToolView(
                it.name(), label.title(), label.description(), it.method().word(), it.tag(), label.tokens());
    }
}
