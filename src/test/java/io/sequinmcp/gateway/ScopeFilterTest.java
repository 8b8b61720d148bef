package io.sequinmcp.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.mcp.server.FilterContext;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.sequinmcp.connectors.Connector;
import io.sequinmcp.connectors.Method;
import io.sequinmcp.connectors.Scope;
import io.sequinmcp.connectors.Terms;
import io.sequinmcp.connectors.Token;
import io.sequinmcp.connectors.ToolCatalog;
import io.sequinmcp.sequin.Reach;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The filter decides for the extension, which takes an exception for a yes; here it is made to throw. */
class ScopeFilterTest {
    private static final ToolCatalog CATALOG = () -> List.of(
            new ToolCatalog.Entry("list_sinks", Method.LIST, "sinks", Set.of()),
            new ToolCatalog.Entry("delete_sink", Method.DELETE, "sinks", Set.of()));

    private static final ToolCatalog BROKEN = () -> {
        throw new IllegalStateException("no catalog");
    };

    @Test
    void a_reader_has_what_reads_and_nothing_that_deletes() {
        ScopeFilter filter = new ScopeFilter(reader(), new Visibility(CATALOG));

        assertThat(filter.test(tool("list_sinks"), context())).isTrue();
        assertThat(filter.test(tool("delete_sink"), context())).isFalse();
    }

    @Test
    void whoever_is_no_connector_has_nothing() {
        SecurityIdentity nobody = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("nobody"))
                .build();

        assertThat(new ScopeFilter(nobody, new Visibility(CATALOG)).test(tool("list_sinks"), context()))
                .isFalse();
    }

    @Test
    void a_catalog_that_throws_denies() {
        ScopeFilter filter = new ScopeFilter(reader(), new Visibility(BROKEN));

        assertThat(filter.test(tool("list_sinks"), context())).isFalse();
    }

    @Test
    void a_tool_that_throws_when_asked_its_name_is_denied() {
        ToolInfo nameless = proxy(ToolInfo.class, null);

        assertThat(new ScopeFilter(reader(), new Visibility(CATALOG)).test(nameless, context()))
                .isFalse();
    }

    private static SecurityIdentity reader() {
        Connector connector = new Connector(
                "id",
                "reader",
                "default",
                new Scope(Scope.DEFAULT_METHODS, Scope.DEFAULT_TAGS, Set.of(), Set.of()),
                Reach.EVERYTHING,
                Terms.PLAIN,
                Optional.empty(),
                Token.random(new SecureRandom()).hash());
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("reader"))
                .addAttribute("connector", connector)
                .build();
    }

    private static ToolInfo tool(String name) {
        return proxy(ToolInfo.class, name);
    }

    private static FilterContext context() {
        return proxy(FilterContext.class, null);
    }

    /** Answers to {@code name()}, and throws when there is no name or something else is asked. */
    private static <T> T proxy(Class<T> type, @Nullable String name) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            if (method.getName().equals("name") && name != null) {
                return name;
            }
            throw new IllegalStateException("asked for " + method.getName());
        }));
    }
}
