package io.sequinmcp.connectors;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a tool does to an account, as a scope selects it. */
public enum Method {
    GET,
    LIST,
    CREATE,
    UPDATE,
    DELETE,
    /**
     * Acts without being one of the others: leases, acknowledges, refreshes. Part of neither {@code read} nor
     * {@code write}.
     */
    CUSTOM;

    private static final Set<Method> READ = EnumSet.of(GET, LIST);
    private static final Set<Method> WRITE = EnumSet.of(CREATE, UPDATE, DELETE);

    /** What a scope may say, in the order to show it. */
    static List<String> words() {
        return Stream.concat(Stream.of("read", "write"), Stream.of(values()).map(Method::word))
                .toList();
    }

    /** The methods a word of a scope stands for; {@code read} and {@code write} stand for several. */
    static Optional<Set<Method>> named(String word) {
        return switch (word) {
            case "read" -> Optional.of(READ);
            case "write" -> Optional.of(WRITE);
            default ->
                Stream.of(values())
                        .filter(method -> method.word().equals(word))
                        .findFirst()
                        .map(EnumSet::of);
        };
    }

    /** How a scope spells it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
