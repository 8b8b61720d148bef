package io.sequinmcp.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What a scope selects; each part of it only ever narrows. */
class ScopeTest {
    private static final Set<String> NAMES = Set.of("list_sinks", "create_sink", "delete_sink", "plan_delete", "ack");
    private static final Set<String> TAGS = Set.of("sinks", "streams", "advanced");

    private static final List<ToolCatalog.Entry> TOOLS = List.of(
            new ToolCatalog.Entry("list_sinks", Method.LIST, "sinks", Set.of()),
            new ToolCatalog.Entry("delete_sink", Method.DELETE, "sinks", Set.of()),
            new ToolCatalog.Entry("ack", Method.CUSTOM, "streams", Set.of()),
            new ToolCatalog.Entry("plan_delete", Method.GET, "system", Set.of(Method.DELETE)));

    @Test
    void reading_selects_nothing_that_writes_or_leases() {
        assertThat(new Scope(Scope.DEFAULT_METHODS, Scope.DEFAULT_TAGS, Set.of(), Set.of()).select(TOOLS))
                .containsExactly("list_sinks", "plan_delete");
    }

    @Test
    void what_plans_a_deletion_comes_with_what_deletes_whatever_the_tags() {
        assertThat(new Scope(Set.of(Method.DELETE), Set.of("sinks"), Set.of(), Set.of()).select(TOOLS))
                .containsExactly("delete_sink", "plan_delete");
        assertThat(new Scope(Set.of(Method.DELETE), Set.of("sinks"), Set.of(), Set.of("plan_delete")).select(TOOLS))
                .containsExactly("delete_sink");
    }

    @Property(tries = 500)
    void taking_a_method_away_never_widens(
            @ForAll("scopes") Scope scope, @ForAll Method method, @ForAll("catalogs") List<ToolCatalog.Entry> tools) {
        Scope narrower = new Scope(without(scope.methods(), method), scope.tags(), scope.allow(), scope.deny());

        assertThat(scope.select(tools)).containsAll(narrower.select(tools));
    }

    @Property(tries = 500)
    void taking_a_tag_away_never_widens(
            @ForAll("scopes") Scope scope,
            @ForAll("tags") String tag,
            @ForAll("catalogs") List<ToolCatalog.Entry> tools) {
        Scope narrower = new Scope(scope.methods(), without(scope.tags(), tag), scope.allow(), scope.deny());

        assertThat(scope.select(tools)).containsAll(narrower.select(tools));
    }

    @Property(tries = 500)
    void denying_a_tool_takes_it_away_and_never_widens(
            @ForAll("scopes") Scope scope,
            @ForAll("names") String name,
            @ForAll("catalogs") List<ToolCatalog.Entry> tools) {
        Scope narrower = new Scope(scope.methods(), scope.tags(), scope.allow(), with(scope.deny(), name));

        assertThat(scope.select(tools)).containsAll(narrower.select(tools));
        assertThat(narrower.select(tools)).doesNotContain(name);
    }

    @Property(tries = 500)
    void allowing_certain_tools_only_never_widens(
            @ForAll("scopes") Scope scope,
            @ForAll("someNames") Set<String> allow,
            @ForAll("catalogs") List<ToolCatalog.Entry> tools) {
        Scope all = new Scope(scope.methods(), scope.tags(), Set.of(), scope.deny());
        Scope narrower = new Scope(scope.methods(), scope.tags(), allow, scope.deny());
        Scope widest = new Scope(scope.methods(), scope.tags(), with(allow, "one_more"), scope.deny());

        assertThat(all.select(tools)).containsAll(narrower.select(tools));
        assertThat(widest.select(tools)).containsAll(narrower.select(tools));
    }

    @Property(tries = 500)
    void nothing_is_selected_that_was_not_asked_for(
            @ForAll("scopes") Scope scope, @ForAll("catalogs") List<ToolCatalog.Entry> tools) {
        Set<String> selected = scope.select(tools);

        for (ToolCatalog.Entry tool : tools) {
            if (selected.contains(tool.name())) {
                assertThat(scope.deny()).doesNotContain(tool.name());
                boolean asked = scope.permits(tool.method(), tool.tag());
                boolean serves = scope.methods().stream().anyMatch(tool.servesAlso()::contains);
                assertThat(asked || serves).isTrue();
            }
        }
    }

    @Provide
    Arbitrary<Scope> scopes() {
        return Combinators.combine(
                        Arbitraries.of(Method.class).set(),
                        tags().set().ofMaxSize(3),
                        names().set().ofMaxSize(3),
                        names().set().ofMaxSize(3))
                .as(Scope::new);
    }

    /** Tools of any class and tag, each name once. */
    @Provide
    Arbitrary<List<ToolCatalog.Entry>> catalogs() {
        return Combinators.combine(
                        Arbitraries.shuffle(new ArrayList<>(NAMES)),
                        Arbitraries.of(Method.class).list().ofSize(NAMES.size()),
                        tags().list().ofSize(NAMES.size()),
                        Arbitraries.of(Method.class).set().ofMaxSize(2).list().ofSize(NAMES.size()))
                .as((names, methods, tags, serves) -> {
                    List<ToolCatalog.Entry> tools = new ArrayList<>();
                    for (int i = 0; i < names.size(); i++) {
                        tools.add(new ToolCatalog.Entry(names.get(i), methods.get(i), tags.get(i), serves.get(i)));
                    }
                    return tools;
                });
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(NAMES);
    }

    @Provide
    Arbitrary<Set<String>> someNames() {
        return names().set().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.of(TAGS);
    }

    private static <T> Set<T> without(Set<T> set, T element) {
        Set<T> rest = new HashSet<>(set);
        rest.remove(element);
        return rest;
    }

    private static <T> Set<T> with(Set<T> set, T element) {
        Set<T> more = new HashSet<>(set);
        more.add(element);
        return more;
    }
}
