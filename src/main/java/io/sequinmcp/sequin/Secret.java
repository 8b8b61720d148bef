package io.sequinmcp.sequin;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A secret that an operator lets agents use by its name, without ever seeing it: {@code secret:NAME} in the fields and
 * towards the hosts it is bound to.
 *
 * @param name in lower case, with hyphens for underscores and dots
 * @param value of at least {@link #SHORTEST} characters, so that it can be told from other text and kept out of answers
 * @param accounts the accounts it is for; empty for all
 * @param fields where it may stand: {@code destination.password}, {@code database.password},
 *     {@code encrypted_headers.Authorization}; a final {@code *} is any field there
 * @param hosts where it may be sent: {@code kafka.example.com}, with or without a port, {@code *.example.com} for all
 *     below, or {@code *} for any
 */
public record Secret(String name, String value, Set<String> accounts, List<String> fields, List<String> hosts) {
    /** Anything shorter is likely to stand in an answer by chance. */
    public static final int SHORTEST = 8;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern FIELD = Pattern.compile(
            "(destination|database|headers|encrypted_headers)(\\.[A-Za-z0-9_-]+)*\\.(\\*|[A-Za-z0-9_-]+)");
    private static final Pattern HOST = Pattern.compile("(\\*|(\\*\\.)?[A-Za-z0-9.-]+(:\\d{1,5})?)");

    /** A name as it is compared: environment variables have no hyphens and no lower case. */
    public static String nameOf(String written) {
        return written.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }

    /** Whether something can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether it is a field that a secret can be bound to. */
    public static boolean isField(String field) {
        return FIELD.matcher(field).matches();
    }

    /** Whether it is a host, or a pattern of hosts, that a secret can be bound to. */
    public static boolean isHost(String host) {
        return HOST.matcher(host).matches();
    }

    String reference() {
        return SecretReference.PREFIX + name;
    }

    boolean isFor(String account) {
        return accounts.isEmpty() || accounts.contains(account);
    }

    boolean mayStandIn(String field) {
        return fields.stream()
                .anyMatch(bound -> bound.endsWith(".*")
                        ? field.toLowerCase(Locale.ROOT)
                                .startsWith(
                                        bound.substring(0, bound.length() - 1).toLowerCase(Locale.ROOT))
                        : bound.equalsIgnoreCase(field));
    }

    boolean mayGoTo(SecretTarget target) {
        return hosts.stream().anyMatch(target::matches);
    }

    @Override
    public String toString() {
        return "Secret[" + name + "]";
    }
}
