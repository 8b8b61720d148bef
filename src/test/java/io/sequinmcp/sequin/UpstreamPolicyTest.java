package io.sequinmcp.sequin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sequinmcp.SettableClock;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where accounts may point, and where not, whatever a name server says later. */
class UpstreamPolicyTest {
    private final UpstreamPolicy policy = UpstreamPolicy.strict();
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://169.254.1.1:7376",
                "http://2852039166",
                "http://[::ffff:169.254.169.254]",
                "http://[::ffff:a9fe:a9fe]",
                "http://[64:ff9b::a9fe:a9fe]",
                "http://[fe80::1]",
                "http://[fd00:ec2::254]",
                "http://0.0.0.0",
                "http://[::]",
                "http://224.0.0.1",
                "http://[ff02::1]",
                "http://100.100.100.200",
                "http://168.63.129.16",
                "http://metadata.google.internal",
                "http://METADATA.google.internal."
            })
    void where_clouds_tell_secrets_and_nowhere_in_particular_is_refused(String url) {
        assertThat(policy.complaint(URI.create(url))).get().asString().contains("link-local");
        assertThat(new UpstreamPolicy(TestConfig.quick("any-address", "true")).complaint(URI.create(url)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:7376",
                "http://127.0.0.1:7376",
                "http://[::1]:7376",
                "http://10.0.0.7",
                "http://192.168.1.7",
                "http://172.16.0.1",
                "http://[fd12:3456::1]",
                "http://sequin:7376",
                "https://sequin.example.com",
                "https://203.0.113.7"
            })
    void anywhere_else_is_fine(String url) {
        assertThat(policy.complaint(URI.create(url))).isEmpty();
    }

    @Test
    void names_are_watched_and_addresses_need_not_be() {
        assertThat(policy.isToBeWatched(URI.create("http://sequin:7376"))).isTrue();
        assertThat(policy.isToBeWatched(URI.create("http://0xa9fea9fe"))).isTrue();
        assertThat(policy.isToBeWatched(URI.create("http://169.254.169.254"))).isTrue();
        assertThat(policy.isToBeWatched(URI.create("http://10.0.0.7"))).isFalse();
    }

    @Test
    void a_name_that_is_pointed_elsewhere_later_is_noticed() throws UnknownHostException {
        Deque<String> answers = new ArrayDeque<>(List.of("10.0.0.7", "169.254.169.254", "10.0.0.7"));
        UpstreamGuard guard = guard(answers);

        assertThat(guard.check()).isEqualTo(clock.instant().plusSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThatThrownBy(guard::check)
                .isInstanceOf(SequinException.class)
                .hasMessageContaining("The account `shop`")
                .hasMessageContaining("nothing was sent");
        assertThat(guard.check()).isEqualTo(clock.instant().plusSeconds(5));
    }

    @Test
    void one_bad_address_among_good_ones_is_enough() {
        assertThatThrownBy(() ->
                        guard(new ArrayDeque<>(List.of("10.0.0.7,fe80::1"))).check())
                .isInstanceOf(SequinException.class);
    }

    @Test
    void what_has_no_address_is_left_to_the_connection() {
        UpstreamGuard guard = new UpstreamGuard(
                "shop",
                URI.create("http://shop"),
                host -> {
                    throw new UnknownHostException(host);
                },
                UpstreamPolicy::isForbidden,
                clock);

        assertThat(guard.check()).isBefore(clock.instant());
    }

    @Test
    void a_file_without_certificates_is_refused_by_its_property(@TempDir Path directory) throws Exception {
        Path empty = Files.writeString(directory.resolve("ca.pem"), "no certificate");

        for (Path file : List.of(empty, directory.resolve("none.pem"))) {
            assertThatThrownBy(() -> TrustedAuthorities.with(file))
                    .hasMessageContaining("sequin-mcp.sequin.ca-certificates");
        }
    }

    private UpstreamGuard guard(Deque<String> answers) {
        return new UpstreamGuard(
                "shop",
                URI.create("http://shop.example.com"),
                host -> {
                    assertThat(host).isEqualTo("shop.example.com");
                    String[] texts = answers.removeFirst().split(",");
                    InetAddress[] addresses = new InetAddress[texts.length];
                    for (int i = 0; i < texts.length; i++) {
                        addresses[i] = InetAddress.getByName(texts[i]);
                    }
                    return addresses;
                },
                UpstreamPolicy::isForbidden,
                clock);
    }
}
