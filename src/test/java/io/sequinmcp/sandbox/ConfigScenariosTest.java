package io.sequinmcp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.sequinmcp.sandbox.TestSandbox.Answered;
import io.sequinmcp.sandbox.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plan, apply and export, round and round (section 9). */
class ConfigScenariosTest {
    private static final String STREAM =
            """
            sinks:
              - name: from-yaml
                database: prod_db
                source: {include_tables: [orders]}
                destination: {type: sequin_stream}
            """;

    private final TestSandbox sandbox = TestSandbox.demo();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void anExportWithItsSecretsIsPlannedAndAppliedWithoutAnyChange() {
        String yaml = export("?show-sensitive=true");

        Answered plan = plan(yaml);
        Answered applied = apply(yaml);

        assertThat(plan.body().path("actions")).isEmpty();
        assertThat(plan.body().path("changes")).allSatisfy(change -> {
            assertThat(change.path("action").asText()).isEqualTo("update");
            assertThat(change.path("new")).isEqualTo(change.path("old"));
        });
        assertThat(applied.status()).as(applied.body().toString()).isEqualTo(200);
        assertThat(export("?show-sensitive=true")).isEqualTo(yaml);
    }

    @Test
    void theMasksOfAnExportAreStoredAndThePlanDoesNotShowIt() {
        String yaml = export("");

        Answered plan = plan(yaml);
        apply(yaml);

        assertThat(plan.body().path("changes"))
                .allSatisfy(change -> assertThat(change.path("new")).isEqualTo(change.path("old")));
        assertThat(sandbox.get("/api/postgres_databases/prod_db?show_sensitive=true")
                        .text("/password"))
                .matches("pos\\*+d");
    }

    @Test
    void applyShowsDatabasePasswordsInClear() {
        Answered applied = apply("sinks: []");

        assertThat(applied.body().toString()).contains("postgres-demo-password");
    }

    @Test
    void aPlanIsNotCarriedOut() {
        Answered plan = plan(STREAM);

        assertThat(plan.text("/changes/0/action")).isEqualTo("create");
        assertThat(plan.text("/changes/0/new/name")).isEqualTo("from-yaml");
        assertThat(sandbox.get("/api/sinks/from-yaml").status()).isEqualTo(404);
    }

    @Test
    void aMistakeAtTheEndLeavesNothingOfTheBeginning() {
        Answered applied = apply(
                """
                functions:
                  - {name: fresh, type: filter, code: "true"}
                sinks:
                  - name: broken
                    database: prod_db
                    source: {include_tables: [nowhere]}
                    destination: {type: sequin_stream}
                """);

        assertThat(applied.status()).isEqualTo(422);
        assertThat(export("")).doesNotContain("fresh");
    }

    @Test
    void functionsThatAreLeftOutAreReset() {
        apply(STREAM + "    filter: large-amounts\n");
        assertThat(sandbox.get("/api/sinks/from-yaml").text("/filter")).isEqualTo("large-amounts");

        apply(STREAM);

        assertThat(sandbox.get("/api/sinks/from-yaml").text("/filter")).isEqualTo("none");
    }

    @Test
    void whatIsLeftOutOfADocumentStays() {
        apply(STREAM);
        apply("http_endpoints: [{name: other, url: 'https://example.com/x'}]");

        assertThat(sandbox.get("/api/sinks/from-yaml").status()).isEqualTo(200);
    }

    @Test
    void anInitialBackfillIsAnActionAndStartsOnCreationOnly() {
        String yaml = STREAM + "    initial_backfill: true\n";

        Answered plan = plan(yaml);
        apply(yaml);
        apply(yaml);

        assertThat(plan.text("/actions/0/description")).isEqualTo("Create initial backfill for sink 'from-yaml'");
        assertThat(sandbox.get("/api/sinks/from-yaml/backfills").body().path("data"))
                .hasSize(1);
    }

    @Test
    void aDatabaseCanHaveItsSlotAndPublicationMade() {
        String yaml =
                """
                databases:
                  - name: second
                    hostname: postgres.internal
                    database: prod
                    username: sequin
                    password: postgres-demo-password
                    slot: {name: made_slot, create_if_not_exists: true}
                    publication: {name: made_pub, create_if_not_exists: true}
                """;

        Answered plan = plan(yaml);
        Answered applied = apply(yaml);

        assertThat(plan.body().path("actions").findValuesAsText("description"))
                .containsExactly("Ensure publication `made_pub` exists", "Ensure replication slot `made_slot` exists");
        assertThat(applied.status()).as(applied.body().toString()).isEqualTo(200);
        assertThat(sandbox.post("/api/postgres_databases/second/test_connection", "{}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aSlotIsNotChangedByYaml() {
        Answered answer = apply("databases: [{name: prod_db, port: 5432, slot: {name: other}}]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/summary")).contains("Current slot name: sequin_slot, new slot name: other");
    }

    @Test
    void changeRetentionsAreMadeHere() {
        String retention =
                """
                change_retentions:
                  - name: user_history
                    source_database: prod_db
                    source_table_schema: public
                    source_table_name: users
                    destination_database: prod_db
                    destination_table_schema: audit
                    destination_table_name: order_changes
                    filters: [{column_name: plan, operator: "=", comparison_value: team, field_type: string}]
                """;

        assertThat(apply(retention).status()).isEqualTo(200);
        assertThat(export("")).contains("user_history").contains("comparison_value: team");
        assertThat(apply(retention.replace("source_table_name:", "unknown:")).status())
                .isEqualTo(500);
    }

    @Test
    void anAccountAndAnotherTokenAreRefused() {
        assertThat(apply("account: {name: x}").status()).isEqualTo(400);
        assertThat(apply("api_tokens: [{name: Default, token: other}]").text("/summary"))
                .isEqualTo("Cannot modify existing token: Default");
    }

    @Test
    void anchorsAreResolvedAndDatesStayTexts() {
        Answered applied = apply(
                """
                shared: &shared
                  database: prod_db
                  destination: {type: sequin_stream}
                sinks:
                  - <<: *shared
                    name: merged
                    source: {include_tables: [orders]}
                    annotations: {since: 2026-01-01, flag: yes}
                """);

        assertThat(applied.status()).as(applied.body().toString()).isEqualTo(200);
        assertThat(sandbox.get("/api/sinks/merged").body().path("annotations").toString())
                .isEqualTo("{\"since\":\"2026-01-01\",\"flag\":\"yes\"}");
    }

    @Test
    void listsAndWordsAreNoDocuments() {
        assertThat(apply("- a").status()).isEqualTo(500);
        assertThat(apply("word").status()).isEqualTo(500);
        assertThat(apply("a: [").status()).isEqualTo(400);
    }

    private String export(String query) {
        return sandbox.get("/api/config/export" + query).text("/yaml");
    }

    private Answered plan(String yaml) {
        return config("plan", yaml);
    }

    private Answered apply(String yaml) {
        return config("apply", yaml);
    }

    private Answered config(String what, String yaml) {
        return sandbox.post(
                "/api/config/" + what, Json.object().put("yaml", yaml).toString());
    }
}
