package io.sequinmcp.store;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Which of the two databases this process uses, as its start-up checks need to know it. */
@Singleton
public class StoreLocation {
    private final boolean embedded;
    private final boolean persistent;

    StoreLocation(Config config) {
        this.embedded = config.getOptionalValue("quarkus.datasource.h2.active", Boolean.class)
                .orElse(true);
        this.persistent = !embedded
                || !config.getOptionalValue("quarkus.datasource.h2.jdbc.url", String.class)
                        .orElse("")
                        .startsWith("jdbc:h2:mem:");
    }

    /** Whether it is a file of this process alone, rather than PostgreSQL. */
    public boolean isEmbedded() {
        return embedded;
    }

    /** Whether what it keeps is there after a restart. */
    public boolean isPersistent() {
        return persistent;
    }
}
