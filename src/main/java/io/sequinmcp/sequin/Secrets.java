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
        return object(Place.ROOT, object, (place, value) -> isShowable(value) ? value : MASK);
    }

    /** The secrets in it that are not masked, so that a text that contains them can be cleared of them. */
    static Set<String> plain(Object tree) {
        Set<String> plain = new LinkedHashSet<>();
        walk(Place.ROOT, tree, (place, value) -> {
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
        walk(Place.ROOT, tree, (place, value) -> {
            if (!value.isEmpty() && isMasked(value)) {
                masked.add(place.path());
            }
            return value;
        });
        return masked;
    }

    @FunctionalInterface
    private interface Visitor {
        @Nullable
        String secret(Place place, String value);
    }

    /** Where in an answer something stands; written out only for those that are told. */
    private record Place(@Nullable Place within, String step) {
        static final Place ROOT = new Place(null, "");

        Place member(String name) {
            return new Place(this, name);
        }

        Place item(int index) {
            return new Place(within, step + "[" + index + "]");
        }

        /** What the members of it belong to. */
        String owner() {
            return step.substring(step.lastIndexOf('.') + 1);
        }

        String path() {
            return within == null || within == ROOT ? step : within.path() + "." + step;
        }
    }

    /** The node itself, if the visitor changes nothing in it. */
    private static @Nullable Object walk(Place place, @Nullable Object node, Visitor visitor) {
        if (node instanceof Map<?, ?> map) {
            return object(place, Fields.typed(map), visitor);
        }
        return node instanceof List<?> list ? list(place, list, visitor) : node;
    }

    private static List<?> list(Place place, List<?> list, Visitor visitor) {
        List<@Nullable Object> copy = null;
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            if (item instanceof Map || item instanceof List) {
                Object seen = walk(place.item(i), item, visitor);
                if (seen != item) {
                    copy = copy == null ? new ArrayList<>(list) : copy;
                    copy.set(i, seen);
                }
            }
        }
        return copy == null ? list : copy;
    }

    private static Map<String, Object> object(Place place, Map<String, Object> object, Visitor visitor) {
        Map<String, Object> copy = null;
        for (Map.Entry<String, Object> member : object.entrySet()) {
            Object seen = member(place, member.getKey(), member.getValue(), visitor);
            if (seen != member.getValue()) {
                copy = copy == null ? new LinkedHashMap<>(object) : copy;
                copy.put(member.getKey(), seen);
            }
        }
        return copy == null ? object : copy;
    }

    private static @Nullable Object member(Place within, String name, @Nullable Object value, Visitor visitor) {
        if (value instanceof String text) {
            if (isSecret(within.owner(), name)) {
                return visitor.secret(within.member(name), text);
            }
            String password = name.equals(URL) ? password(text) : null;
            if (password != null) {
                String shown = visitor.secret(within.member(name), password);
                return password.equals(shown) ? text : text.replace(":" + password + "@", ":" + shown + "@");
            }
            return text;
        }
        return value instanceof Map || value instanceof List ? walk(within.member(name), value, visitor) : value;
    }

    private static boolean isSecret(String owner, String name) {
        return DestinationTypes.isSecret(name)
                || owner.equals(ENCRYPTED_HEADERS)
                || (owner.equals("headers")
                        && TELLING_HEADER.matcher(name.toLowerCase(Locale.ROOT)).matches());
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
