package io.sequinmcp.traps;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a test which trap of Sequin's it shows, and what happens here instead. The tables of the README and of
 * {@code traps.md} are made of these, so that no row is without its proof.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Trap {
    Topic topic();

    /** What Sequin does, one short sentence. */
    String sequin();

    /** What a caller of this service gets, one short sentence. */
    String here();

    /** The simple names of the classes that see to it. */
    String[] rule();

    /** Whether it is one of those that do the most harm: these are in the README. */
    boolean grave() default false;

    /** What a trap is about, in the order of the table. */
    enum Topic {
        DATABASES("Databases"),
        SINKS("Sinks"),
        DESTINATIONS("Destinations"),
        BACKFILLS("Backfills"),
        STREAMS("Streams"),
        HTTP_ENDPOINTS("HTTP endpoints"),
        CONFIG("Configuration as YAML"),
        ADVANCED("Replications and API keys"),
        DIAGNOSIS("Sinks that stand still"),
        ANSWERS("Errors and versions");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
