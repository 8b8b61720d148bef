package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.Samples.database;
import static io.sequinmcp.sequin.Samples.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sequinmcp.sequin.Problem.Code;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to create or change a database entry, and what is refused instead (section 3). */
class DatabaseRequestTest {
    private static final Object[] COMPLETE = {
        "name",
        "spare",
        "hostname",
        "h",
        "database",
        "shop",
        "username",
        "u",
        "password",
        "p",
        "slot_name",
        "slot",
        "publication_name",
        "pub"
    };
    private static final Database STORED = database(42);

    private static Object[] complete(@Nullable Object... more) {
        Object[] all = new Object[COMPLETE.length + more.length];
        System.arraycopy(COMPLETE, 0, all, 0, COMPLETE.length);
        System.arraycopy(more, 0, all, COMPLETE.length, more.length);
        return all;
    }

    private static Map<String, Object> created(@Nullable Object... settings) {
        return new DatabaseRequest(database(settings)).toCreate();
    }

    private static Map<String, Object> updated(@Nullable Object... settings) {
        return new DatabaseRequest(database(settings)).toUpdate(STORED);
    }

    private static Problem refused(ThrowingCallable rule) {
        return catchThrowableOfType(SequinException.class, rule).problem();
    }

    @Test
    void creates_with_one_slot_and_a_port() {
        assertThat(created(complete()))
                .containsEntry("port", 5432)
                .containsEntry("replication_slots", List.of(Map.of("slot_name", "slot", "publication_name", "pub")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "hostname", "database", "username", "password", "slot_name", "publication_name"})
    void what_is_missing_is_named(String field) {
        assertThat(refused(() -> created(complete(field, null))).field()).isEqualTo(field);
    }

    @Test
    void a_url_stands_alone() {
        assertThat(refused(() -> created(complete("url", "postgresql://u:p@h:5432/db")))
                        .field())
                .isEqualTo("url");
        assertThat(created("name", "n", "url", "postgresql://u:p@h:5432/db", "slot_name", "s", "publication_name", "p"))
                .containsEntry("url", "postgresql://u:p@h:5432/db")
                .doesNotContainKey("port");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@h/db",
                "postgresql://u:p@h:5432",
                "postgresql://u:p@h:5432/",
                "postgresql://h:5432/db",
                "postgresql://u@h:5432/db",
                "postgresql://u:p@h:5432/db?sslmode=require",
                "postgresql://u:p%40@h:5432/db",
                "postgresql://u:seq****s@h:5432/db",
                "h:5432",
                "not a url"
            })
    void an_incomplete_or_misleading_url_is_refused(String url) {
        assertThat(refused(() -> created("name", "n", "url", url, "slot_name", "s", "publication_name", "p"))
                        .field())
                .isEqualTo("url");
    }

    @Test
    void replicas_and_poolers_are_refused_before_sequin_fails_on_them() {
        assertThat(refused(() -> created(complete("primary", Map.of("hostname", "p"))))
                        .field())
                .isEqualTo("primary");
        assertThat(refused(() -> created(complete("hostname", "x.pooler.supabase.com")))
                        .field())
                .isEqualTo("hostname");
        assertThat(refused(() -> created(complete("port", 70000))).field()).isEqualTo("port");
        assertThat(refused(() -> created(complete("slot_status", "disabled"))).field())
                .isEqualTo("slot_status");
    }

    @Test
    void an_update_always_carries_the_stored_port() {
        assertThat(updated("name", "renamed")).containsEntry("port", 55432);
        assertThat(updated("hostname", "h2", "port", 6000)).containsEntry("port", 6000);
        assertThat(updated("url", "postgresql://u:p@h:6001/db")).doesNotContainKey("port");
    }

    @Test
    void an_update_of_the_slot_repeats_what_stays() {
        assertThat(updated("publication_name", "other"))
                .containsEntry(
                        "replication_slots",
                        List.of(Map.of(
                                "id", "91c4784b-2b05-4cba-8c40-b5ef683ab16c",
                                "slot_name", "shop_slot",
                                "publication_name", "other",
                                "status", "active")));
        assertThat(refused(() -> updated("slot_status", "bogus")).allowed()).containsExactly("active", "disabled");
        assertThat(updated("name", "renamed")).doesNotContainKey("replication_slots");
    }

    @Test
    void disabling_the_slot_is_noted() {
        DatabaseRequest request = new DatabaseRequest(database("slot_status", "disabled"));
        request.toUpdate(STORED);
        assertThat(request.notes()).anyMatch(note -> note.contains("every sink"));
    }

    @Test
    void the_primarys_port_is_kept_too() {
        Database replica = Database.of(
                fields("id", "1", "name", "r", "port", 5433, "primary", fields("hostname", "p", "port", 6432)));

        assertThat(new DatabaseRequest(database("primary", Map.of("hostname", "p2"))).toUpdate(replica))
                .containsEntry("primary", Map.of("hostname", "p2", "port", 6432))
                .containsEntry("port", 5433);
    }

    @Test
    void masked_passwords_and_bad_names_are_refused() {
        assertThat(refused(() -> updated("password", "seq*******s")).field()).isEqualTo("password");
        assertThat(refused(() -> updated("name", "bad name!")).field()).isEqualTo("name");
        assertThat(refused(() -> updated()).message()).contains("Nothing to change");
    }

    @Test
    void a_slot_has_one_reader() {
        DatabaseSettings second = database(
                "name", "spare", "hostname", "127.0.0.1", "port", 55432, "database", "shop", "slot_name", "shop_slot");

        assertThat(refused(() -> SlotHolder.check(second, List.of(STORED))).code())
                .isEqualTo(Code.CONFLICT);
        assertThat(refused(() -> SlotHolder.check(database("name", "shop"), List.of(STORED)))
                        .field())
                .isEqualTo("name");
        SlotHolder.check(
                database(
                        "name",
                        "spare",
                        "hostname",
                        "127.0.0.1",
                        "port",
                        55432,
                        "database",
                        "shop",
                        "slot_name",
                        "own"),
                List.of(STORED));
        SlotHolder.check(
                database("name", "s", "url", "postgresql://u:p@elsewhere:55432/shop", "slot_name", "shop_slot"),
                List.of(STORED));
    }
}
