package io.sequinmcp.store;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Locations as the service finds them in its configuration. */
public final class StoreLocations {
    private StoreLocations() {}

    /** @param url of H2, or anything else for PostgreSQL */
    public static StoreLocation at(String url) {
        boolean h2 = url.startsWith("jdbc:h2:");
        return new StoreLocation(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "quarkus.datasource.h2.active",
                                String.valueOf(h2),
                                "quarkus.datasource.h2.jdbc.url",
                                h2 ? url : ""),
                        "test",
                        100))
                .withConverter(Boolean.class, 100, Boolean::valueOf)
                .build());
    }
}
