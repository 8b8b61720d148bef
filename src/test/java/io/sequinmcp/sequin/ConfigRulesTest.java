package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sequinmcp.sequin.Problem.Code;
import io.sequinmcp.sequin.Reach.NamePattern;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a YAML may hold (section 9). */
class ConfigRulesTest {
    private static final Reach PROTECTED = new Reach(List.of(), List.of(), List.of(), List.of(NamePattern.of("prod*")));

    private static List<String> check(String yaml) {
        return new ConfigRules(Reach.EVERYTHING, Set.of()).check(ConfigDocument.parse(yaml));
    }

    private static Problem refused(String yaml) {
        return catchThrowableOfType(SequinException.class, () -> check(yaml)).problem();
    }

    @Test
    void an_export_is_read_for_its_functions_and_change_retentions() {
        ConfigDocument document =
                ConfigDocument.parse(Recording.number(525).body().path("yaml").asText());

        assertThat(document.functionKinds())
                .containsEntry("id-only", "transform")
                .containsEntry("euro-only", "filter");
        assertThat(document.changeRetentions("shop")).containsExactly("invoice-history");
        assertThat(document.changeRetentions("nope")).isEmpty();
    }

    @Test
    void an_export_as_it_stands_would_store_its_masks() {
        Problem problem = refused(Recording.number(525).body().path("yaml").asText());

        assertThat(problem.field()).isEqualTo("databases[0].password");
        assertThat(problem.message()).contains("encrypted_headers.Authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "- a list", "{unclosed", "a: b: c", "42", "null", "&a [*a]"})
    void what_is_no_mapping_is_refused(String yaml) {
        Problem problem = refused(yaml);

        assertThat(problem.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(problem.field()).isEqualTo("yaml");
    }

    @Test
    void a_bomb_is_refused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ",").repeat(20))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(refused(bomb.toString()).field()).isEqualTo("yaml");
        StringBuilder deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 33; i++) {
            String last = "*a" + (i - 1);
            deep.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append(last)
                    .append(", ")
                    .append(last);
            deep.append(", ").append(last).append("]\n");
        }
        assertThat(refused(deep.toString()).field()).isEqualTo("yaml");
        assertThat(refused("sinks: &a [*a]").field()).isEqualTo("yaml");
    }

    @Test
    void nothing_hides_behind_an_anchor() {
        assertThat(refused("x: &u {users: [{email: e}]}\n<<: *u").code()).isEqualTo(Code.FORBIDDEN);
        SequinException refusal = catchThrowableOfType(SequinException.class, () -> new ConfigRules(PROTECTED, Set.of())
                .check(ConfigDocument.parse("x: &s {name: prod-orders}\nsinks: [*s]")));
        assertThat(refusal.problem().code()).isEqualTo(Code.FORBIDDEN);
    }

    @Test
    void what_gives_more_than_data_is_refused_unless_allowed_by_name() {
        assertThat(refused("users: [{email: a@b.c, password: secret-pass}]").code())
                .isEqualTo(Code.FORBIDDEN);
        assertThat(refused("api_tokens: [{name: t, token: x}]").code()).isEqualTo(Code.FORBIDDEN);
        assertThat(refused("account: {name: x}").code()).isEqualTo(Code.FORBIDDEN);
        String sql = "databases: [{name: d, port: 1, publication: {name: p, init_sql: drop table x}}]";
        assertThat(refused(sql).code()).isEqualTo(Code.FORBIDDEN);
        new ConfigRules(Reach.EVERYTHING, Set.of("publication.init_sql")).check(ConfigDocument.parse(sql));
        new ConfigRules(Reach.EVERYTHING, Set.of("users"))
                .check(ConfigDocument.parse("users: [{email: a@b.c, password: secret-pass}]"));
    }

    @Test
    void protected_names_are_not_touched() {
        SequinException refusal = catchThrowableOfType(SequinException.class, () -> new ConfigRules(PROTECTED, Set.of())
                .check(ConfigDocument.parse("sinks: [{name: prod-orders}]")));
        assertThat(refusal.problem().code()).isEqualTo(Code.FORBIDDEN);
        new ConfigRules(PROTECTED, Set.of()).check(ConfigDocument.parse("sinks: [{name: test-orders}]"));
    }

    @Test
    void mistakes_that_end_in_a_500_or_nothing_are_named() {
        assertThat(refused("sinks: [{database: d}]").message()).contains("needs a `name`");
        assertThat(refused("sinks: {name: x}").message()).contains("is a list");
        assertThat(refused("wal_pipelines: []").message()).contains("change_retentions");
        assertThat(refused("change_retentions: [{name: r, source_database: d}]").message())
                .contains("needs `");
        assertThat(check("templates: {a: 1}\nfunctions: []")).anyMatch(note -> note.contains("ignores `templates`"));
    }

    @Test
    void what_is_set_back_because_it_is_missing_is_told() {
        assertThat(check("databases: [{name: d, hostname: h}]\nsinks: [{name: s, filter: none, routing: none}]"))
                .anyMatch(note -> note.contains("5432"))
                .anyMatch(note -> note.contains("gives no transform,"));
    }
}
