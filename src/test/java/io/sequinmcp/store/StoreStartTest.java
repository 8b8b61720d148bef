package io.sequinmcp.store;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store in the running service: chosen, migrated, used off the calling thread, part of readiness. */
@QuarkusTest
class StoreStartTest {
    @Inject
    Store store;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    @Test
    void isMigratedWhenTheServiceIsUp() {
        Uni<List<String>> tables = store.transact(
                tx -> tx.list("select lower(table_name) name from information_schema.tables", row -> row.text("name")));

        assertThat(tables.await().indefinitely()).contains("delivery", "delivered_message");
    }

    @Test
    void worksOnAWorkerThread() {
        String thread =
                store.transact(tx -> Thread.currentThread().getName()).await().indefinitely();

        assertThat(thread).startsWith("executor-thread");
    }

    @Test
    void isPartOfReadiness() {
        given().when()
                .get(ready)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'Database connections health check' }.data.h2", equalTo("UP"));
    }
}
