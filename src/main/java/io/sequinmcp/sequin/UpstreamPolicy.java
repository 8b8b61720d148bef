package io.sequinmcp.sequin;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where an account may point: anywhere, private networks and this machine too, since that is where a Sequin mostly is,
 * but not where clouds tell a machine its secrets, nor to addresses that are of no single server.
 */
@Singleton
public class UpstreamPolicy {
    /** Metadata services that are not at a link-local address: of Azure's host, Alibaba, Oracle, AWS over IPv6. */
    private static final List<byte[]> METADATA = Stream.of(
                    "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254")
            .map(UpstreamPolicy::literal)
            .flatMap(Optional::stream)
            .map(InetAddress::getAddress)
            .toList();

    private static final Set<String> METADATA_NAMES = Set.of("metadata", "metadata.google.internal", "metadata.goog");
    /** The well-known prefix behind which an IPv4 address stands within an IPv6 one (RFC 6052). */
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final boolean anyAddress;

    @Inject
    public UpstreamPolicy(SequinConfig config) {
        this(config.anyAddress());
    }

    private UpstreamPolicy(boolean anyAddress) {
        this.anyAddress = anyAddress;
    }

    /** As it is when nothing is configured. */
    public static UpstreamPolicy strict() {
        return new UpstreamPolicy(false);
    }

    /** Why no account may have that URL, as far as it can be told without asking anybody for addresses. */
    public Optional<String> complaint(URI url) {
        if (anyAddress) {
            return Optional.empty();
        }
        String host = host(url);
        boolean forbidden = METADATA_NAMES.contains(host.toLowerCase(Locale.ROOT))
                || literal(host).filter(UpstreamPolicy::isForbidden).isPresent();
        return forbidden
                ? Optional.of(
                        "must not be a link-local, multicast, unspecified or cloud metadata address; sequin-mcp.sequin.any-address=true allows it")
                : Optional.empty();
    }

    /** Whether the host has to be looked up, as often as there are connections; an address is what it is. */
    boolean isToBeWatched(URI url) {
        return !anyAddress && (literal(host(url)).isEmpty() || complaint(url).isPresent());
    }

    /** That host, as it is looked up. */
    static String host(URI url) {
        String host = String.valueOf(url.getHost());
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
    }

    static boolean isForbidden(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean nat64 = bytes.length == 16 && Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length);
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || METADATA.stream().anyMatch(known -> Arrays.equals(known, bytes))
                || (nat64 && isForbidden(ipv4(Arrays.copyOfRange(bytes, NAT64.length, bytes.length))));
    }

    private static InetAddress ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** What is an address; no look-up. Other spellings of one, such as hexadecimal, are looked up like a name. */
    private static Optional<InetAddress> literal(String host) {
        boolean numeric = host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){0,3}");
        if (!numeric) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
