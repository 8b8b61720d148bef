package io.sequinmcp.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and its files as they are served. What they do is tried in a real browser, by src/test/clients. */
@QuarkusTest
class PageTest {
    private static final Path FILES = Path.of("src/main/resources/META-INF/resources");

    static Stream<String> files() throws IOException {
        try (Stream<Path> found = Files.walk(FILES.resolve("console"))) {
            List<String> paths = found.filter(Files::isRegularFile)
                    .map(it -> "/" + FILES.relativize(it))
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of("/", "/index.html", "/robots.txt"), paths.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_is_served_to_anyone_under_a_strict_policy(String path) {
        guarded(given().get(path).then().statusCode(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/console/", "/console/nothing.js", "/favicon.ico"})
    void what_is_missing_is_answered_under_the_same_policy(String path) {
        guarded(given().get(path).then().statusCode(404));
    }

    private static void guarded(ValidatableResponse answer) {
        answer.header(
                        "Content-Security-Policy",
                        allOf(
                                startsWith("default-src 'none'"),
                                containsString("script-src 'self';"),
                                containsString("style-src 'self';"),
                                containsString("frame-ancestors 'none'"),
                                containsString("base-uri 'none'"),
                                containsString("form-action 'none'"),
                                not(containsString("unsafe")),
                                not(containsString("http:")),
                                not(containsString("https:"))))
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex, nofollow")
                .header("Cache-Control", "no-cache")
                .header("Set-Cookie", nullValue());
    }

    @Test
    void the_page_tells_a_stranger_nothing_of_this_service() {
        String page = given().get("/").then().statusCode(200).extract().asString();

        assertThat(page).doesNotContain("default", "sandbox", "smcp_", "smct_");
    }

    @Test
    void agents_and_the_admin_api_keep_their_own_headers() {
        for (String path : new String[] {"/mcp", "/api/v1/accounts"}) {
            given().get(path)
                    .then()
                    .statusCode(401)
                    .header("Cache-Control", "no-store")
                    .header("Content-Security-Policy", equalTo("default-src 'none'; frame-ancestors 'none'"));
        }
    }
}
