package io.sequinmcp.sequin;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The configuration with its own defaults, but short times, so that tests wait for nothing, and API keys allowed. */
final class TestConfig {
    private static final Map<String, String> QUICK = Map.of(
            "poll-interval", "20ms",
            "retry.delay", "1ms",
            "retry.max-retry-after", "1s",
            "breaker.window", "1000",
            "breaker.pause", "100ms",
            "api-key-creation", "store");

    private TestConfig() {}

    /** @param overrides names and values, one after the other */
    static SequinConfig quick(String... overrides) {
        Map<String, String> settings = new HashMap<>(QUICK);
        for (int i = 0; i < overrides.length; i += 2) {
            settings.put(overrides[i], overrides[i + 1]);
        }
        Map<String, String> properties = new HashMap<>();
        settings.forEach((name, value) -> properties.put("sequin-mcp.sequin." + name, value));
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SequinConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(SequinConfig.class);
    }
}
