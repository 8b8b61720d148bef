package io.sequinmcp.gateway;

import io.sequinmcp.connectors.ToolCatalog;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts of this service that name tools, as a connector is to read them: without the sentences that name one which it
 * lacks. So a text has to make sense without any of its sentences that name a tool.
 */
@Singleton
class Wording {
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=\\.) ");
    private static final Pattern NAME = Pattern.compile("[a-z]+(?:_[a-z]+)+");

    private final ToolCatalog catalog;

    Wording(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    /** @param tools what the reader has */
    String within(Set<String> tools, String text) {
        Set<String> missing = catalog.tools().stream()
                .map(ToolCatalog.Entry::name)
                .filter(tool -> !tools.contains(tool))
                .collect(Collectors.toSet());
        return BETWEEN_SENTENCES
                .splitAsStream(text)
                .filter(sentence -> NAME.matcher(sentence).results().noneMatch(name -> missing.contains(name.group())))
                .collect(Collectors.joining(" "));
    }
}
