package io.sequinmcp.sequin;

import static io.sequinmcp.sequin.Samples.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to create or change an HTTP endpoint, and what is refused instead (section 5). */
class HttpEndpointRequestTest {
    /** Has a plain header X-Env and an encrypted Authorization. */
    private static final HttpEndpoint STORED = Samples.endpoint(163);

    private static HttpEndpointSettings settings(
            @Nullable String name,
            @Nullable String url,
            @Nullable Map<String, Object> headers,
            @Nullable Map<String, Object> encrypted,
            boolean replace) {
        return new HttpEndpointSettings(name, url, headers, encrypted, null, null, replace);
    }

    private static Map<String, Object> updated(HttpEndpointSettings settings) {
        return new HttpEndpointRequest(settings).toUpdate(STORED);
    }

    private static Problem refused(ThrowingCallable rule) {
        return catchThrowableOfType(SequinException.class, rule).problem();
    }

    @Test
    void a_local_endpoint_says_so_in_the_one_way_that_works() {
        assertThat(new HttpEndpointRequest(new HttpEndpointSettings("l", null, null, null, true, "/w", false))
                        .toCreate())
                .isEqualTo(fields("name", "l", "path", "/w", "local", "true"));
    }

    @Test
    void needs_a_name_and_either_url_or_local() {
        assertThat(refused(() -> new HttpEndpointRequest(settings(null, "https://x", null, null, false)).toCreate())
                        .field())
                .isEqualTo("name");
        assertThat(refused(() -> new HttpEndpointRequest(settings("e", null, null, null, false)).toCreate())
                        .field())
                .isEqualTo("url");
        assertThat(refused(() -> new HttpEndpointRequest(
                                        new HttpEndpointSettings("e", "https://x", null, null, true, null, false))
                                .toCreate())
                        .field())
                .isEqualTo("url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://h/x", "not a url", "https://", "http://under_score/x", "http://[::1]/x", "https://u:p@h/x"
            })
    void refuses_urls_that_sequin_refuses_or_cuts(String url) {
        assertThat(refused(() -> new HttpEndpointRequest(settings("e", url, null, null, false)).toCreate())
                        .field())
                .isEqualTo("url");
    }

    @Test
    void headers_are_merged() {
        assertThat(updated(settings(null, null, fields("X-New", "1"), null, false)))
                .isEqualTo(Map.of("headers", Map.of("X-Env", "test", "X-New", "1")));
        assertThat(updated(settings(null, null, fields("X-Env", null, "X-New", "1"), null, false)))
                .isEqualTo(Map.of("headers", Map.of("X-New", "1")));
        assertThat(updated(settings(null, null, fields("X-New", "1"), null, true)))
                .isEqualTo(Map.of("headers", Map.of("X-New", "1")));
    }

    @Test
    void encrypted_headers_that_would_be_lost_are_named() {
        Problem problem = refused(() -> updated(settings(null, null, null, Map.of("X-Key", "k"), false)));

        assertThat(problem.field()).isEqualTo("encrypted_headers");
        assertThat(problem.allowed()).containsExactly("Authorization");
        assertThat(updated(settings(null, null, null, fields("Authorization", null, "X-Key", "k"), false)))
                .isEqualTo(Map.of("encrypted_headers", Map.of("X-Key", "k")));
        assertThat(updated(settings(null, null, null, Map.of("X-Key", "k"), true)))
                .isEqualTo(Map.of("encrypted_headers", Map.of("X-Key", "k")));
    }

    @Test
    void masks_and_values_that_are_no_text_are_refused() {
        assertThat(refused(() -> updated(settings(null, null, null, Map.of("Authorization", "Bea****t"), false)))
                        .field())
                .isEqualTo("encrypted_headers");
        assertThat(refused(() -> updated(settings(null, null, null, Map.of("X-New", "abc****t"), true)))
                        .field())
                .isEqualTo("encrypted_headers.X-New");
        assertThat(refused(() -> updated(settings(null, null, Map.of("X", 1), null, false)))
                        .field())
                .isEqualTo("headers.X");
    }
}
