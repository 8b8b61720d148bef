package io.sequinmcp.gateway;

import io.quarkiverse.mcp.server.ToolManager;
import io.sequinmcp.connectors.ToolLabels;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * Tools as they are declared, with their costs. Those are counted when tests run and kept in a resource that they hold:
 * an encoding would take more memory than all the rest of the service.
 */
@Singleton
class Labels implements ToolLabels {
    private static final String TOKENS = "tokens.properties";

    private final ToolManager manager;
    private final Properties tokens = new Properties();

    Labels(ToolManager manager) {
        this.manager = manager;
        try (InputStream counted = Labels.class.getResourceAsStream(TOKENS)) {
            if (counted == null) {
                throw new IllegalStateException(TOKENS + " is missing from the build");
            }
            tokens.load(counted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Label> of(String tool) {
        String count = tokens.getProperty(tool);
        return Optional.ofNullable(manager.getTool(tool))
                .map(it -> new Label(
                        it.title() == null ? it.name() : it.title(),
                        it.description(),
                        count == null ? null : Integer.valueOf(count)));
    }
}
