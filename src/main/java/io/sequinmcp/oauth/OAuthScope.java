package io.sequinmcp.oauth;

import io.sequinmcp.connectors.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a user can grant to an agent. It narrows what the connector has, and never adds to it. */
public enum OAuthScope {
    READ("sequin:read", EnumSet.of(Method.GET, Method.LIST)),
    WRITE("sequin:write", EnumSet.of(Method.CREATE, Method.UPDATE, Method.DELETE)),
    CUSTOM("sequin:custom", EnumSet.of(Method.CUSTOM));

    private final String word;
    private final Set<Method> methods;

    OAuthScope(String word, Set<Method> methods) {
        this.word = word;
        this.methods = Set.copyOf(methods);
    }

    /** As tokens have it. */
    public String word() {
        return word;
    }

    Set<Method> methods() {
        return methods;
    }

    /** Those in the {@code scope} of a token; what it has for others is nothing to us. */
    static Set<OAuthScope> in(@Nullable String scope) {
        List<String> words = scope == null ? List.of() : Arrays.asList(scope.split(" "));
        return Stream.of(values())
                .filter(it -> words.contains(it.word))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(OAuthScope.class)));
    }

    static List<String> words() {
        return Stream.of(values()).map(OAuthScope::word).toList();
    }

    /** The scope without which nothing of that method is granted. */
    public static OAuthScope of(Method method) {
        return Stream.of(values())
                .filter(it -> it.methods.contains(method))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no scope has " + method));
    }
}
