package io.sequinmcp.network;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.Optional;

/**
 * A network, or a single address.
 *
 * @param address its first bytes count
 * @param bits how many of them
 */
record AddressRange(byte[] address, int bits) {
    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address; no names, which would be looked up. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.strip().split("/", 2);
        Optional<byte[]> address = bytes(parts[0]);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int all = address.get().length * 8;
        try {
            int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            return bits < 0 || bits > all ? Optional.empty() : Optional.of(new AddressRange(address.get(), bits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The bytes of an address as text; of an IPv4 address that is written as an IPv6 one, its four. */
    static Optional<byte[]> bytes(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        boolean mapped = bytes.length == 16
                && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
                && bytes[10] == -1
                && bytes[11] == -1;
        return Optional.of(mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes);
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(address, 0, whole, other, 0, whole)
                && (rest == 0 || (address[whole] ^ other[whole]) >> (8 - rest) == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && bits == range.bits && Arrays.equals(address, range.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(address) + "/" + bits;
    }
}
