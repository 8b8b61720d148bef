package io.sequinmcp.sequin;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of an account that a call may see and change. What is outside of it does not exist for the caller: lists
 * leave it out, look-ups answer "not found".
 *
 * @param sinks name patterns ({@code *} stands for any run of characters) a sink must match one of; empty means every
 *     sink
 * @param databases the same for databases
 * @param httpEndpoints the same for HTTP endpoints
 * @param protectedNames name patterns of things that may be seen but not changed or deleted
 */
public record Reach(
        List<NamePattern> sinks,
        List<NamePattern> databases,
        List<NamePattern> httpEndpoints,
        List<NamePattern> protectedNames) {

    /** The whole account, nothing protected. */
    public static final Reach EVERYTHING = new Reach(List.of(), List.of(), List.of(), List.of());

    /** The kinds of thing a name can be pinned for. */
    public enum Kind {
        SINK,
        DATABASE,
        HTTP_ENDPOINT
    }

    public Reach {
        sinks = List.copyOf(sinks);
        databases = List.copyOf(databases);
        httpEndpoints = List.copyOf(httpEndpoints);
        protectedNames = List.copyOf(protectedNames);
    }

    /** The same, with these names protected too. */
    public Reach protecting(List<NamePattern> names) {
        return names.isEmpty()
                ? this
                : new Reach(
                        sinks,
                        databases,
                        httpEndpoints,
                        Stream.concat(protectedNames.stream(), names.stream()).toList());
    }

    public boolean sees(Kind kind, String name) {
        List<NamePattern> pins =
                switch (kind) {
                    case SINK -> sinks;
                    case DATABASE -> databases;
                    case HTTP_ENDPOINT -> httpEndpoints;
                };
        return pins.isEmpty() || pins.stream().anyMatch(pin -> pin.matches(name));
    }

    public boolean mayChange(Kind kind, String name) {
        return sees(kind, name) && protectedNames.stream().noneMatch(pattern -> pattern.matches(name));
    }

    /** Whether something of the account is out of sight, so that whole-account operations must not be offered. */
    public boolean isPinned() {
        return !(sinks.isEmpty() && databases.isEmpty() && httpEndpoints.isEmpty());
    }

    /** A name in which {@code *} stands for any run of characters; everything else is literal and case-sensitive. */
    public record NamePattern(String text, Pattern regex) {
        public static NamePattern of(String text) {
            StringBuilder regex = new StringBuilder();
            for (String literal : text.split("\\*", -1)) {
                regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
            }
            return new NamePattern(text, Pattern.compile(regex.toString()));
        }

        public boolean matches(String name) {
            return regex.matcher(name).matches();
        }
    }
}
