package io.sequinmcp.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word on an address counts. */
class ClientAddressesTest {
    private final ClientAddresses addresses = with("10.0.0.0/8", "192.168.1.7", "fd00::/8");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    203.0.113.9  | -                                   | 203.0.113.9
                    203.0.113.9  | 198.51.100.1                        | 203.0.113.9
                    10.0.0.1     | -                                   | 10.0.0.1
                    10.0.0.1     | 198.51.100.1                        | 198.51.100.1
                    10.0.0.1     | 1.2.3.4, 198.51.100.1               | 198.51.100.1
                    10.0.0.1     | 1.2.3.4, 198.51.100.1, 192.168.1.7  | 198.51.100.1
                    10.0.0.1     | 1.2.3.4, 192.168.1.8                | 192.168.1.8
                    10.0.0.1     | 10.1.1.1, 10.2.2.2                  | 10.1.1.1
                    10.0.0.1     | 198.51.100.1, nonsense              | 10.0.0.1
                    10.0.0.1     | 198.51.100.1, nonsense, 10.9.9.9    | 10.9.9.9
                    10.0.0.1     | 198.51.100.1:4711                   | 198.51.100.1
                    10.0.0.1     | [2001:db8::1]:4711                  | 2001:db8::1
                    fd00::1      | 2001:db8::1                         | 2001:db8::1
                    ::ffff:10.0.0.1 | 198.51.100.1                     | 198.51.100.1
                    172.16.0.1   | 198.51.100.1                        | 172.16.0.1
                    """)
    void only_what_trusted_proxies_wrote_counts_from_the_end(String peer, String forwarded, String client) {
        assertThat(addresses.client(peer, forwarded == null ? List.of() : List.of(forwarded)))
                .isEqualTo(client);
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(addresses.client("10.0.0.1", List.of("1.2.3.4", "198.51.100.1", "10.3.3.3")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void without_proxies_nobody_is_believed() {
        ClientAddresses none = new ClientAddresses(new Config(Optional.empty()));

        assertThat(none.client("10.0.0.1", List.of("198.51.100.1"))).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129", "", "10.0.0"})
    void what_is_no_network_stops_the_start(String text) {
        assertThatThrownBy(() -> with(text)).hasMessageContaining("SEQUIN_MCP_TRUSTED_PROXIES");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/9, 10.128.0.1, false",
        "10.0.0.0/9, 10.127.0.1, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void a_network_has_the_addresses_that_share_its_first_bits(String range, String address, boolean within) {
        assertThat(AddressRange.parse(range)
                        .orElseThrow()
                        .contains(AddressRange.bytes(address).orElseThrow()))
                .isEqualTo(within);
    }

    private static ClientAddresses with(String... proxies) {
        return new ClientAddresses(new Config(Optional.of(List.of(proxies))));
    }

    private record Config(Optional<List<String>> trustedProxies) implements NetworkConfig {
        @Override
        public Duration headTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration bodyTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public int freeWrongTokens() {
            return 1;
        }
    }
}
