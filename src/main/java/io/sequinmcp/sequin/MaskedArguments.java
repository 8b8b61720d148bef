package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as it may be kept: a JSON object of a bounded length without secrets. Stricter than what is shown
 * to callers, who know their own secrets: whatever is called like one is masked, and so is its value wherever else it
 * stands.
 */
public final class MaskedArguments {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    /** What a name of a secret has in it, whatever stands between its words. */
    private static final List<String> TELLING = List.of(
            "passw",
            "secret",
            "token",
            "apikey",
            "accesskey",
            "privatekey",
            "credential",
            "authorization",
            "cookie",
            "signature",
            "initsql");

    private static final Set<String> NAMES_OF_NO_SECRET = Set.of("secret_name", "require_api_token_auth");
    private static final String MASK = "***";
    private static final int SHORTEST_SECRET = 4;
    private static final int LONG_TEXT = 300;
    private static final int SHORT_TEXT = 40;
    private static final int LONG_LIST = 100;
    private static final int SHORT_LIST = 5;
    /** Levels of what is kept; a message may have a thousand, which no stack is sure to hold. */
    private static final int DEEPEST = 50;

    private final List<String> secrets;
    private final int longestText;
    private final int longestList;

    private MaskedArguments(Collection<String> secrets, int longestText, int longestList) {
        // One may be a part of another
        this.secrets = secrets.stream()
                .filter(it -> it.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        this.longestText = longestText;
        this.longestList = longestList;
    }

    /**
     * The object as JSON.
     *
     * @param known values that are secrets, wherever they stand
     * @param longest how many characters it may have
     */
    public static String of(Map<String, Object> object, Collection<String> known, int longest) {
        Map<String, Object> plain = structured(object);
        if (isDeeper(DEEPEST, plain)) {
            return "{\"left_out\":\"more than %d levels\"}".formatted(DEEPEST);
        }
        Set<String> secrets = new LinkedHashSet<>(known);
        collect(plain, secrets);
        String json = new MaskedArguments(secrets, LONG_TEXT, LONG_LIST).json(plain);
        if (json.length() > longest) {
            json = new MaskedArguments(secrets, SHORT_TEXT, SHORT_LIST).json(plain);
        }
        return json.length() > longest ? "{\"left_out\":\"" + json.length() + " characters\"}" : json;
    }

    /** A sentence without any of the secrets. */
    public static String text(String text, Collection<String> known) {
        return new MaskedArguments(known, Integer.MAX_VALUE, LONG_LIST).cleared(text);
    }

    /** YAML in it becomes what it says, so that its fields are known. */
    private static Map<String, Object> structured(Map<String, Object> object) {
        Map<String, Object> structured = new LinkedHashMap<>(object);
        if (object.get("yaml") instanceof String yaml) {
            structured.put("yaml", parsed(yaml));
        }
        return structured;
    }

    private static Object parsed(String yaml) {
        try {
            Object read = YAML.readValue(yaml, Object.class);
            if (read instanceof Map<?, ?> document) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // Not to be read is not to be kept
        }
        return "… (%d characters)".formatted(yaml.length());
    }

    private static boolean isDeeper(int levels, @Nullable Object node) {
        Object plain = plain(node);
        Collection<?> inner =
                plain instanceof Map<?, ?> map ? map.values() : plain instanceof List<?> list ? list : List.of();
        for (Object it : inner) {
            if (levels == 0 || isDeeper(levels - 1, it)) {
                return true;
            }
        }
        return false;
    }

    private String json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object("", object));
        } catch (JsonProcessingException e) {
            return "{}";
        }
    }

    private Map<String, Object> object(String owner, Map<?, ?> object) {
        Map<String, Object> masked = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            String name = cleared(String.valueOf(key));
            masked.put(name, isSecret(owner, String.valueOf(key)) ? hidden(value) : shown(String.valueOf(key), value));
        });
        return masked;
    }

    private @Nullable Object shown(String name, @Nullable Object value) {
        Object plain = plain(value);
        if (plain instanceof Map<?, ?> map) {
            return object(name, map);
        }
        if (plain instanceof List<?> list) {
            List<@Nullable Object> shown = new ArrayList<>();
            list.stream().limit(longestList).forEach(it -> shown.add(shown(name, it)));
            if (list.size() > longestList) {
                shown.add("… (%d in all)".formatted(list.size()));
            }
            return shown;
        }
        return plain instanceof String text ? cut(cleared(text)) : plain;
    }

    private String cut(String text) {
        return text.length() <= longestText
                ? text
                : "%s… (%d characters)".formatted(text.substring(0, longestText), text.length());
    }

    /** Whatever is in there; a mask or a reference to a secret of the operator's says nothing. */
    private static @Nullable Object hidden(@Nullable Object value) {
        boolean says = value instanceof String text
                ? !Secrets.isMasked(text) && !SecretReference.is(text)
                : value != null && !(value instanceof Boolean);
        return says ? MASK : value;
    }

    private String cleared(String text) {
        String cleared = text;
        for (String secret : secrets) {
            cleared = cleared.replace(secret, MASK);
        }
        return mayTell(cleared) ? SecretText.scrubbed(cleared) : cleared;
    }

    /** Most texts are names; to look for secrets in one costs more than all else here. */
    private static boolean mayTell(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' || c == ':' || c == '=') {
                return true;
            }
        }
        return text.contains("smc");
    }

    private static boolean isSecret(String owner, String name) {
        return DestinationTypes.isSecret(name)
                || owner.equals("headers")
                || owner.equals("encrypted_headers")
                || isTelling(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isTelling(String name) {
        String words = name.replace("_", "").replace("-", "");
        for (String telling : TELLING) {
            if (words.contains(telling)) {
                return !NAMES_OF_NO_SECRET.contains(name);
            }
        }
        return false;
    }

    private static void collect(Object tree, Set<String> secrets) {
        secrets.addAll(Secrets.plain(plainTree(tree)));
        collect("", tree, secrets);
    }

    private static void collect(String owner, @Nullable Object node, Set<String> secrets) {
        Object plain = plain(node);
        if (plain instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                if (isSecret(owner, name) && value instanceof String text && hidden(text) == MASK) {
                    secrets.add(text);
                }
                collect(name, value, secrets);
            });
        } else if (plain instanceof List<?> list) {
            list.forEach(it -> collect(owner, it, secrets));
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object.getMap();
        }
        return value instanceof JsonArray array ? array.getList() : value;
    }

    private static Object plainTree(Object tree) {
        Object plain = plain(tree);
        if (plain instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), value == null ? "" : plainTree(value)));
            return copy;
        }
        return plain instanceof List<?> list
                ? list.stream().map(it -> it == null ? "" : plainTree(it)).toList()
                : tree;
    }
}
