package io.sequinmcp.sequin;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets from going out, and masks from going in. Sequin masks what it shows (section 3.4), but not everywhere:
 * applying a configuration answers with plain passwords (recording 122). And it stores a mask that is sent back as if
 * it were the secret (recordings 103, 186, 544).
 */
final class Secrets {
    /** What Sequin makes of a secret: at most three characters, stars, at most one character. */
    private static final Pattern MASKED = Pattern.compile("(?s).{0,3}\\*+.?");

    private static final Pattern TELLING_HEADER =
            Pattern.compile(".*(authorization|cookie|token|secret|password|api[-_]?key|signature).*");
    private static final String MASK = "***";
    private static final String URL = "url";
    private static final String ENCRYPTED_HEADERS = "encrypted_headers";

    private Secrets() {}

    static boolean isMasked(String value) {
        return MASKED.matcher(value).matches();
    }

    /** What Sequin shows in place of a secret (section 3.4). */
    static String maskOf(String secret) {
        int length = secret.length();
        if (length <= 5) {
            return "*".repeat(length);
        }
        if (length <= 9) {
            return secret.charAt(0) + "*".repeat(length - 2) + secret.charAt(length - 1);
        }
        return secret.substring(0, 3) + "*".repeat(Math.min(length - 4, 20)) + secret.charAt(length - 1);
    }

    /** Whether it can be shown in the place of a secret. */
    private static boolean isShowable(String value) {
        return isMasked(value) || SecretReference.is(value);
    }

    /** The same with every secret masked that isn't yet. */
    static Map<String, Object> mask(Map<String, Object> object) {
        return object("", object, (field, value) -> isShowable(value) ? value : MASK);
    }

    /** The secrets in it that are not masked, so that a text that contains them can be cleared of them. */
    static Set<String> plain(Object tree) {
        Set<String> plain = new LinkedHashSet<>();
        walk("", tree, (field, value) -> {
            if (!value.isBlank() && !isShowable(value)) {
                plain.add(value);
            }
            return value;
        });
        return plain;
    }

    /**
     * Refuses what would store a mask in place of a secret.
     *
     * @throws SequinException INVALID_ARGUMENT naming the fields
     */
    static void refuseMasked(Map<String, Object> request) {
        List<String> masked = masked(request);
        if (!masked.isEmpty()) {
            throw Problem.invalid(
                            masked.get(0),
                            "Masked secrets can't be sent back, for Sequin would store the asterisks: "
                                    + String.join(", ", masked) + ". Give the real value, or leave the field out.",
                            List.of())
                    .toException();
        }
    }

    /** The paths of the secrets in it that are masks. */
    static List<String> masked(Object tree) {
        List<String> masked = new ArrayList<>();
        walk("", tree, (field, value) -> {
            if (!value.isEmpty() && isMasked(value)) {
                masked.add(field);
            }
            return value;
        });
        return masked;
    }

    @FunctionalInterface
    private interface Visitor {
        @Nullable
        String secret(String path, String value);
    }

    private static @Nullable Object walk(String path, @Nullable Object node, Visitor visitor) {
        if (node instanceof Map<?, ?> map) {
            return object(path, Fields.typed(map), visitor);
        }
        if (node instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(walk(path + "[" + i + "]", list.get(i), visitor));
            }
            return copy;
        }
        return node;
    }

    private static Map<String, Object> object(String path, Map<String, Object> object, Visitor visitor) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(name, member(path, name, value, visitor)));
        return copy;
    }

    private static @Nullable Object member(String within, String name, @Nullable Object value, Visitor visitor) {
        String path = within.isEmpty() ? name : within + "." + name;
        if (value instanceof String text) {
            String owner = within.substring(within.lastIndexOf('.') + 1);
            boolean secret = DestinationTypes.isSecret(name)
                    || owner.equals(ENCRYPTED_HEADERS)
                    || (owner.equals("headers")
                            && TELLING_HEADER
                                    .matcher(name.toLowerCase(Locale.ROOT))
                                    .matches());
            if (secret) {
                return visitor.secret(path, text);
            }
            String password = name.equals(URL) ? password(text) : null;
            if (password != null) {
                String shown = visitor.secret(path, password);
                return password.equals(shown) ? text : text.replace(":" + password + "@", ":" + shown + "@");
            }
        }
        return walk(path, value, visitor);
    }

    /** The password in a URL, if it has one. */
    private static @Nullable String password(String url) {
        try {
            String user = URI.create(url).getRawUserInfo();
            int colon = user == null ? -1 : user.indexOf(':');
            return user == null || colon < 0 ? null : user.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
