package io.sequinmcp.platform;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns the two settings by which an operator says where logs and traces go into those of Quarkus.
 *
 * <p>{@code SEQUIN_MCP_LOG_FORMAT} is {@code json} or {@code text}. When it is not set, a service in production logs
 * JSON, and one that somebody looks at (dev mode, tests, the sandbox) text. {@code SEQUIN_MCP_OTLP_ENDPOINT}, such as
 * {@code http://collector:4317}, is where spans are sent by OTLP; without it tracing is off.
 *
 * <p>What it sets ranks below {@code application.properties}, so that an operator who sets one of Quarkus' own
 * properties wins.
 */
public final class OperationSelection implements ConfigSourceFactory {
    static final String LOG_FORMAT = "sequin-mcp.log-format";
    static final String OTLP_ENDPOINT = "sequin-mcp.otlp-endpoint";

    private static final String SANDBOX = "sequin-mcp.sandbox";
    private static final int BELOW_APPLICATION_PROPERTIES = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> properties = new HashMap<>();
        properties.put("quarkus.log.console.json.enabled", String.valueOf(isJson(context)));
        Optional<String> endpoint = setting(context, OTLP_ENDPOINT);
        properties.put("quarkus.otel.sdk.disabled", String.valueOf(endpoint.isEmpty()));
        endpoint.ifPresent(url -> properties.put("quarkus.otel.exporter.otlp.endpoint", url));
        return List.of(new PropertiesConfigSource(properties, "Operation selection", BELOW_APPLICATION_PROPERTIES));
    }

    private static boolean isJson(ConfigSourceContext context) {
        Optional<String> format = setting(context, LOG_FORMAT).map(it -> it.toLowerCase(Locale.ROOT));
        if (format.isEmpty()) {
            boolean watched =
                    setting(context, SANDBOX).filter("true"::equalsIgnoreCase).isPresent();
            return context.getProfiles().contains("prod") && !watched;
        }
        return switch (format.get()) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new IllegalArgumentException("SEQUIN_MCP_LOG_FORMAT must be json or text");
        };
    }

    /** Blank counts as not set: charts and compose files hand on empty variables. */
    private static Optional<String> setting(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null
                ? Optional.empty()
                : Optional.ofNullable(value.getValue()).map(String::strip).filter(text -> !text.isEmpty());
    }
}
