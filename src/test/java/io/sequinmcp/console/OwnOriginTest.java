package io.sequinmcp.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may call this service: its own, and not those of a name that only points here. */
@QuarkusTest
class OwnOriginTest {
    private static final String READER = "smcp_reader0000000000000000000000000000000000000";
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "10.1.2.3"})
    void a_page_may_call_the_address_it_came_from(String host) {
        String here = host + ":" + server.getPort();

        assertThat(mcp(here, "http://" + here)).isEqualTo(200);
        assertThat(api(here, "http://" + here)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com, https://mcp.example.com, true",
        "https://MCP.example.com:443/sequin/, https://mcp.example.com, true",
        "http://mcp.example.com:8080, http://mcp.example.com:8080, true",
        "https://mcp.example.com, http://mcp.example.com, false",
        "https://mcp.example.com, https://mcp.example.com:8443, false",
        "https://mcp.example.com, https://mcp.example.com.evil.example, false",
        "https://mcp.example.com, https://evil.example, false",
    })
    void a_page_of_the_public_url_may_call_whatever_a_proxy_made_of_the_host(String url, String origin, boolean may) {
        OwnOrigin own = new OwnOrigin(() -> Optional.of(URI.create(url)));

        for (HostAndPort host : new HostAndPort[] {
            HostAndPort.create("mcp.example.com", -1), HostAndPort.create("sequin-mcp", 8080), null
        }) {
            assertThat(own.isOwn(origin, "http", host)).isEqualTo(may);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Another page on the same machine
        "localhost:8080, http://localhost:3000",
        "localhost:8080, http://127.0.0.1:8080",
        "localhost:8080, http://localhost",
        "localhost:8080, https://localhost:8080",
        "localhost:8080, null",
    })
    void a_page_of_any_other_origin_may_not(String host, String origin) {
        assertThat(mcp(host, origin)).isEqualTo(403);
        assertThat(api(host, origin)).isEqualTo(403);
    }

    /** A name that points here for a while: the browser takes both for the same. */
    @ParameterizedTest
    @CsvSource({
        "rebound.example.com:8080, http://rebound.example.com:8080",
        "127.0.0.1.example.com:8080, http://127.0.0.1.example.com:8080",
        "localhost.example.com, http://localhost.example.com",
    })
    void a_page_of_a_name_that_was_made_to_point_here_may_not_act_as_an_agent(String host, String origin) {
        assertThat(mcp(host, origin)).isEqualTo(403);
    }

    @Test
    void a_page_of_ours_without_a_token_is_a_stranger() {
        String here = "localhost:" + server.getPort();

        given().header(host(here))
                .header("Origin", "http://" + here)
                .get("/api/v1/accounts")
                .then()
                .statusCode(401);
    }

    private static int mcp(String host, String origin) {
        return request(host, origin, READER)
                .contentType("application/json")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp")
                .statusCode();
    }

    private static int api(String host, String origin) {
        return request(host, origin, ADMIN).get("/api/v1/accounts").statusCode();
    }

    private static RequestSpecification request(String host, String origin, String token) {
        return given().header(host(host)).header("Origin", origin).header("Authorization", "Bearer " + token);
    }

    private static Header host(String host) {
        return new Header("Host", host);
    }
}
