package io.sequinmcp.connectors;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connectors declared by the operator. */
@ConfigMapping(prefix = "sequin-mcp.connectors")
public interface ConnectorsConfig {
    /** Connectors by name. */
    @WithParentName
    Map<String, ConnectorConfig> connectors();

    interface ConnectorConfig {
        /** The account it works on. */
        @WithDefault("default")
        String account();

        /**
         * Its token, {@code smcp_} and 43 base64url characters, such as {@code echo smcp_$(openssl rand -base64 32 | tr
         * '+/' '-_' | tr -d '=')} makes. Either this or the hash.
         */
        Optional<String> token();

        /** Whether access tokens of {@code sequin-mcp.oauth.issuer} open it, in place of a token of its own. */
        @WithDefault("false")
        boolean oauth();

        /** The SHA-256 of its token, 64 hexadecimal digits, so that the configuration holds no secret. */
        Optional<String> tokenSha256();

        /**
         * What its tools may do: {@code read} ({@code get}, {@code list}), {@code write} ({@code create},
         * {@code update}, {@code delete}), {@code custom}, or those one by one. {@code read} when not set.
         */
        Optional<List<String>> methods();

        /** The areas its tools may be of, such as {@code sinks}. All but {@code advanced} when not set. */
        Optional<List<String>> tags();

        /** Tools by name. */
        ToolsConfig tools();

        /** The part of the account that it sees. */
        PinsConfig pins();

        /** Name patterns of what it may see but not change; {@code *} stands for any run of characters. */
        Optional<List<String>> protectedNames();

        /** Whether a caller token has to come with every request, so that its URL alone is useless. */
        @WithDefault("false")
        boolean requireApiTokenAuth();

        /** How much it may do. */
        LimitsConfig limits();

        /**
         * What it needs before it may delete: {@code plan}, which {@code plan_delete} makes, or {@code none}. To apply
         * YAML always takes a plan. {@code plan} when not set.
         */
        Optional<String> confirm();

        /** From when on it is refused, such as {@code 2027-01-31T00:00:00Z}. Never when not set. */
        Optional<String> expiresAt();
    }

    /** Name patterns, in which {@code *} stands for any run of characters; everything of a kind when not set. */
    interface PinsConfig {
        Optional<List<String>> sinks();

        Optional<List<String>> databases();

        Optional<List<String>> httpEndpoints();
    }

    /** Not limited when not set. */
    interface LimitsConfig {
        /** Tool calls a minute, counted by each replica for itself. */
        Optional<Integer> callsPerMinute();

        /** Tool calls under way at once, counted by each replica for itself. */
        Optional<Integer> concurrentCalls();

        /** Calls that create, change or delete something on one day of UTC. */
        Optional<Integer> writesPerDay();
    }

    interface ToolsConfig {
        /** When set, the only tools it has; the other parts of the scope still apply. */
        Optional<List<String>> allow();

        /** Tools it has not, whatever else is set. */
        Optional<List<String>> deny();
    }
}
