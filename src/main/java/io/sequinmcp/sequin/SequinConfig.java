package io.sequinmcp.sequin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** How this service talks to Sequin; the same for every account. */
@ConfigMapping(prefix = "sequin-mcp.sequin")
public interface SequinConfig {
    /** Longest wait for a connection. */
    @WithDefault("3s")
    Duration connectTimeout();

    /**
     * Longest wait for an answer to an ordinary request. Sequin itself takes up to 20 s to try a database connection.
     */
    @WithDefault("30s")
    Duration readTimeout();

    /**
     * How much longer than its own wait a receive may take. Also the longest time that messages can be leased to nobody
     * when Sequin hangs.
     */
    @WithDefault("10s")
    Duration receiveMargin();

    /** Longest time one call may take in all, retries included. */
    @WithDefault("45s")
    Duration callTimeout();

    /** The same for planning and applying YAML, which may wait for new databases. */
    @WithDefault("100s")
    Duration configTimeout();

    /**
     * Pause between looks while a call waits: for a backfill to end, or for messages while others are in flight, where
     * Sequin does not wait itself.
     */
    @WithDefault("1s")
    Duration pollInterval();

    /**
     * Connections kept per account and group of operations (sinks, streams, databases, …); streams may have one more
     * for each receive.
     */
    @WithDefault("50")
    @WithConverter(AtLeast.One.class)
    int connections();

    /** Requests at once per account, receives not counted; more are refused as "too busy" after the queue is full. */
    @WithDefault("100")
    @WithConverter(AtLeast.One.class)
    int concurrency();

    /** Receives at once per account. They wait for long, so they have a limit of their own. */
    @WithDefault("250")
    @WithConverter(AtLeast.One.class)
    int receives();

    /**
     * Parts of a YAML that may be planned and applied although they give access to more than this account's data:
     * {@code users}, {@code api_tokens}, {@code publication.init_sql}. None when not set.
     */
    Optional<Set<String>> allowedYaml();

    /**
     * Whether agents may make API keys, which reach the whole account: {@code refuse}; {@code store}, encrypted,
     * without showing it; or {@code show}, once, and store it too.
     */
    @WithDefault("refuse")
    ApiKeyCreation apiKeyCreation();

    /**
     * Whether an account may point at link-local, multicast, unspecified and cloud metadata addresses, too. Private
     * networks and this machine are always fine.
     */
    @WithDefault("false")
    boolean anyAddress();

    /** A file of PEM certificates that may vouch for a Sequin, beside those that Java knows. */
    Optional<Path> caCertificates();

    /** How a failed request is tried again, where that is safe. */
    Retry retry();

    /** When an account's Sequin counts as down, so that calls fail at once instead of waiting. */
    Breaker breaker();

    /** What becomes of a wish for an API key. */
    enum ApiKeyCreation {
        REFUSE,
        STORE,
        SHOW
    }

    /** How a failed request is tried again. */
    interface Retry {
        /** Tries after the first one. */
        @WithDefault("2")
        @WithConverter(AtLeast.Zero.class)
        int max();

        /** Pause before the first of them; doubled for each further one, up to a third more or less at random. */
        @WithDefault("200ms")
        Duration delay();

        /** Longest Retry-After that is waited for within a call; after a longer one the caller is told instead. */
        @WithDefault("5s")
        Duration maxRetryAfter();
    }

    /** When calls fail at once. */
    interface Breaker {
        /** Requests that are looked at. */
        @WithDefault("20")
        @WithConverter(AtLeast.One.class)
        int window();

        /** Share of them that must have failed. */
        @WithDefault("0.5")
        double ratio();

        /** How long calls then fail at once, before one is let through to see. */
        @WithDefault("10s")
        Duration pause();
    }
}
