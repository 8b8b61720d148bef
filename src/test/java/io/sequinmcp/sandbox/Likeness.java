package io.sequinmcp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/**
 * Whether an answer is like the recorded one: the same but for what can't be the same. Ids are mapped, one to one, as
 * they appear; times must have the same form; log positions the same type; lists without an order are compared by name.
 */
final class Likeness {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final List<Pattern> TIMES = List.of(
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, String> actualIds = new HashMap<>();

    /** Says which id here stands for a recorded one. */
    void bind(String recorded, String actual) {
        actualIds.put(recorded, actual);
    }

    /** The recorded text with this world's ids. */
    String translate(String recorded) {
        return UUID.matcher(recorded).replaceAll(this::actualId);
    }

    private String actualId(MatchResult recorded) {
        String id = recorded.group();
        String lower = id.toLowerCase(Locale.ROOT);
        String actual = actualIds.getOrDefault(lower, lower);
        return id.equals(lower) ? actual : actual.toUpperCase(Locale.ROOT);
    }

    /** Every difference, by its place. */
    List<String> differences(JsonNode recorded, JsonNode actual) {
        List<String> differences = new ArrayList<>();
        compare("$", recorded, actual, differences);
        return differences;
    }

    private void compare(String place, JsonNode recorded, JsonNode actual, List<String> differences) {
        if (recorded.isNumber() && actual.isNumber()) {
            boolean position = place.endsWith("commit_lsn");
            if (!position && recorded.decimalValue().compareTo(actual.decimalValue()) != 0) {
                differences.add(place + ": " + recorded + " became " + actual);
            }
        } else if (recorded.getNodeType() != actual.getNodeType()) {
            differences.add(place + ": " + recorded + " became " + actual);
        } else if (recorded.isObject()) {
            fields(place, recorded, actual, differences);
        } else if (recorded.isArray()) {
            items(place, recorded, actual, differences);
        } else if (recorded.isTextual()) {
            text(place, recorded.asText(), actual.asText(), differences);
        } else if (!recorded.equals(actual)) {
            differences.add(place + ": " + recorded + " became " + actual);
        }
    }

    private void fields(String place, JsonNode recorded, JsonNode actual, List<String> differences) {
        Set<String> names = new TreeSet<>();
        recorded.fieldNames().forEachRemaining(names::add);
        actual.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (!actual.has(name)) {
                differences.add(place + "." + name + " is missing");
            } else if (!recorded.has(name)) {
                differences.add(place + "." + name + " should not be there: " + actual.get(name));
            } else {
                compare(place + "." + name, recorded.get(name), actual.get(name), differences);
            }
        }
    }

    private void items(String place, JsonNode recorded, JsonNode actual, List<String> differences) {
        if (recorded.size() != actual.size()) {
            differences.add(place + ": " + recorded.size() + " items became " + actual.size() + ": " + actual);
            return;
        }
        List<JsonNode> left = ordered(recorded, true);
        List<JsonNode> right = ordered(actual, false);
        for (int i = 0; i < left.size(); i++) {
            compare(place + "[" + i + "]", left.get(i), right.get(i), differences);
        }
    }

    private List<JsonNode> ordered(JsonNode array, boolean recorded) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        if (items.stream().allMatch(item -> key(item, recorded).isPresent())) {
            items.sort(Comparator.comparing(item -> key(item, recorded).orElseThrow()));
        }
        return items;
    }

    /** What tells an item of an unordered list from the others; messages, which have an order, have none. */
    private Optional<String> key(JsonNode item, boolean recorded) {
        JsonNode resource = item.has("resource_type") ? item.path("new") : item;
        String name = resource.path("name").asText(resource.path("email").asText(""));
        if (!name.isEmpty()) {
            return Optional.of(item.path("resource_type").asText() + "/" + name);
        }
        String id = resource.path("id").asText(resource.path("entity_id").asText(""));
        return id.isEmpty() || !resource.has("state") ? Optional.empty() : Optional.of(recorded ? translate(id) : id);
    }

    private void text(String place, String recorded, String actual, List<String> differences) {
        if (place.endsWith(".yaml")) {
            compare(place, yaml(recorded), yaml(actual), differences);
        } else if (place.endsWith(".idempotency_key")) {
            compareForm(place, decode(recorded), decode(actual), differences);
        } else if (!isSameTime(recorded, actual)) {
            learn(recorded, actual);
            if (!translate(recorded).equals(actual)) {
                differences.add(place + ": \"" + recorded + "\" became \"" + actual + "\"");
            }
        }
    }

    private void learn(String recorded, String actual) {
        boolean both = UUID.matcher(recorded).matches() && UUID.matcher(actual).matches();
        if (both && !actualIds.containsKey(recorded) && !actualIds.containsValue(actual)) {
            actualIds.put(recorded, actual);
        }
    }

    private static boolean isSameTime(String recorded, String actual) {
        return TIMES.stream()
                .anyMatch(form ->
                        form.matcher(recorded).matches() && form.matcher(actual).matches());
    }

    /** Numbers may differ, ids are mapped, the rest must be the same. */
    private void compareForm(String place, String recorded, String actual, List<String> differences) {
        String left = translate(recorded).replaceAll("^\\d+:", "N:");
        String right = actual.replaceAll("^\\d+:", "N:");
        if (!left.equals(right)) {
            differences.add(place + ": \"" + recorded + "\" became \"" + actual + "\"");
        }
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static JsonNode yaml(String text) {
        return MAPPER.valueToTree(new Yaml().load(text.replaceAll("(\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z)", "'$1'")));
    }
}
