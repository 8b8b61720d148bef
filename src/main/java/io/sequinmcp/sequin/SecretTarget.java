package io.sequinmcp.sequin;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host that Sequin will talk to, and so will send a secret to.
 *
 * @param host in lower case
 * @param port 0 when it isn't known
 */
record SecretTarget(String host, int port) {
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^:\\s]+):(\\d{1,5})");
    /** Nothing that one parser could read otherwise than another: no user, no backslash, no white space. */
    private static final Pattern URL =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[a-zA-Z0-9.-]+(:\\d{1,5})?([/?#][^\\s\\\\@]*)?");

    private static final Pattern ARN = Pattern.compile("arn:aws:(sns|kinesis):([a-z0-9-]+):.*");

    /** Whether it is one of those that a binding such as {@code *.example.com:9092} means. */
    boolean matches(String bound) {
        String pattern = bound.toLowerCase(Locale.ROOT);
        int colon = pattern.lastIndexOf(':');
        if (colon >= 0) {
            if (!pattern.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            pattern = pattern.substring(0, colon);
        }
        return pattern.equals("*")
                || (pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern));
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ":" + port;
    }

    /** Where a destination's data and credentials go. */
    static SecretTargets ofDestination(Map<String, Object> destination) {
        Finding found = new Finding();
        Fields fields = new Fields(destination);
        String region = fields.text("region");
        switch (fields.textOrEmpty("type")) {
            case "kafka" -> {
                for (String host : fields.textOrEmpty("hosts").split(",", -1)) {
                    found.hostAndPort(host.strip());
                }
            }
            case "rabbitmq", "redis", "redis_stream", "redis_string", "nats" ->
                found.host(fields.text("host"), fields.integer("port"));
            case "sqs" -> {
                if (fields.text("queue_url") == null) {
                    found.host(region == null ? null : "sqs." + region + ".amazonaws.com", 443);
                }
            }
            case "sns", "kinesis" -> {
                String arn = fields.text("topic_arn") == null ? fields.text("stream_arn") : fields.text("topic_arn");
                Matcher parts = ARN.matcher(arn == null ? "" : arn);
                if (parts.matches()) {
                    found.host(parts.group(1) + "." + parts.group(2) + ".amazonaws.com", 443);
                } else {
                    found.host(region == null ? null : "sns." + region + ".amazonaws.com", 443);
                }
            }
            case "gcp_pubsub" -> found.host("pubsub.googleapis.com", 443);
            case "azure_event_hub" -> {
                String namespace = fields.textOrEmpty("namespace");
                found.host(namespace.contains(".") ? namespace : namespace + ".servicebus.windows.net", 5671);
            }
            case "s2" -> found.host(fields.textOrEmpty("basin") + ".b.aws.s2.dev", 443);
            case "typesense", "meilisearch", "elasticsearch" -> found.url(fields.text("endpoint_url"));
            // Its credentials are the endpoint's, and an unknown one's are anybody's
            default -> found.unknown();
        }
        urlsWithin(destination, found);
        return found.targets();
    }

    /** Emulators, queues and token servers: wherever a URL stands in a destination, it is talked to. */
    private static void urlsWithin(Map<?, ?> object, Finding found) {
        object.values().forEach(value -> {
            if (value instanceof Map<?, ?> nested) {
                urlsWithin(nested, found);
            } else if (value instanceof String text && text.contains("://")) {
                found.url(text);
            }
        });
    }

    /** Where a database is; unknown if it is reached through a tunnel, which leads anywhere. */
    static SecretTargets ofDatabase(Fields given, @Nullable Fields stored) {
        Finding found = new Finding();
        boolean tunnel = given.values().containsKey("use_local_tunnel")
                ? !Boolean.FALSE.equals(given.values().get("use_local_tunnel"))
                : stored != null && stored.flag("use_local_tunnel");
        if (tunnel) {
            found.unknown();
        }
        String url = given.text("url");
        if (url != null) {
            // The way the secret's own field is given is checked elsewhere; here it is about where it goes
            found.url(url.replaceFirst("//[^/@]*@", "//"));
        } else {
            String host = given.text("hostname");
            Object port = given.values().get("port");
            if (host == null && stored != null) {
                host = stored.text("hostname");
            }
            if (port == null && stored != null) {
                port = stored.values().get("port");
            }
            found.host(host, port == null ? Integer.valueOf(5432) : port);
        }
        return found.targets();
    }

    /** Where an HTTP endpoint is; unknown if it is a local one. */
    static SecretTargets ofEndpoint(@Nullable String url, boolean local) {
        Finding found = new Finding();
        if (local) {
            found.unknown();
        } else {
            found.url(url);
        }
        return found.targets();
    }

    /** Gathers hosts. What is not plainly one makes the whole unknown, for a secret must not go anywhere unseen. */
    private static final class Finding {
        private final Set<SecretTarget> targets = new LinkedHashSet<>();
        private boolean unknown;

        void unknown() {
            unknown = true;
        }

        void hostAndPort(String text) {
            Matcher parts = HOST_AND_PORT.matcher(text);
            if (parts.matches()) {
                host(parts.group(1), Integer.valueOf(parts.group(2)));
            } else {
                unknown = true;
            }
        }

        void host(@Nullable String host, @Nullable Object port) {
            if (host == null || !HOST.matcher(host).matches()) {
                unknown = true;
                return;
            }
            int number = port instanceof Number value
                    ? value.intValue()
                    : port instanceof String text && text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
            targets.add(new SecretTarget(host.toLowerCase(Locale.ROOT), number));
        }

        void url(@Nullable String url) {
            if (url == null || !URL.matcher(url).matches()) {
                unknown = true;
                return;
            }
            URI uri = URI.create(url);
            int standard =
                    switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
                        case "https" -> 443;
                        case "http" -> 80;
                        case "postgres", "postgresql" -> 5432;
                        default -> 0;
                    };
            host(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
        }

        SecretTargets targets() {
            return new SecretTargets(new ArrayList<>(targets), unknown || targets.isEmpty());
        }
    }
}
