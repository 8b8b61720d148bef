package io.sequinmcp.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sequinmcp.tools.Excerpt;
import io.sequinmcp.tools.Tokens;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Makes an answer fit: unseen characters are written out, values end after 8 KB, and the whole after about 10,000
 * tokens. Of an object that is too large the small members stay as they are and the large ones share what is left; a
 * list ends early; so what names a thing is never cut. Says what it left out.
 */
final class Fitting {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MOST_TOLD = 20;
    /** No text is cut shorter; every id is. */
    private static final int SHORTEST = 64;
    /** Less than this is no share worth having. */
    private static final int LEAST_SHARE = 40;
    /** For what is told of the cuts, and for the words around the answer. */
    private static final int RESERVE = 900;

    private final List<String> cuts = new ArrayList<>();
    private int cutCount;

    /**
     * @param budget in tokens
     * @param how how the caller gets what is left out
     */
    static JsonNode fit(JsonNode answer, int budget, String how) {
        Fitting fitting = new Fitting();
        JsonNode seen = fitting.clean(answer, "", 0);
        JsonNode fit = Tokens.in(seen) <= budget ? seen : fitting.within(seen, budget - RESERVE, "");
        return fitting.cuts.isEmpty() || !(fit instanceof ObjectNode object) ? fit : fitting.told(object, how);
    }

    private ObjectNode told(ObjectNode answer, String how) {
        ArrayNode left = NODES.arrayNode();
        cuts.forEach(left::add);
        if (cutCount > cuts.size()) {
            left.add("and " + (cutCount - cuts.size()) + " more");
        }
        return answer.set(
                "left_out", NODES.objectNode().<ObjectNode>set("what", left).put("how_to_get_it", how));
    }

    private void cut(String path, String what) {
        cutCount++;
        if (cuts.size() < MOST_TOLD) {
            String at = path.isEmpty() ? "the answer" : path.substring(path.startsWith(".") ? 1 : 0);
            cuts.add(Excerpt.of(at, 200) + ": " + what);
        }
    }

    /** @param depth a text that is a member of the answer itself, such as a YAML, is what was asked for */
    private JsonNode clean(JsonNode node, String path, int depth) {
        if (node.isTextual()) {
            String text = UnseenCharacters.escaped(node.textValue());
            if (text.length() > Excerpt.LONGEST && depth > 1) {
                cut(path, "its text after 8 KB");
                return TextNode.valueOf(Excerpt.of(text, Excerpt.LONGEST));
            }
            return TextNode.valueOf(text);
        }
        if (node.isArray()) {
            ArrayNode clean = NODES.arrayNode(node.size());
            for (JsonNode item : node) {
                clean.add(clean(item, path + "[" + clean.size() + "]", depth + 1));
            }
            return clean;
        }
        if (node.isObject()) {
            ObjectNode clean = NODES.objectNode();
            for (Iterator<Map.Entry<String, JsonNode>> members = node.fields(); members.hasNext(); ) {
                Map.Entry<String, JsonNode> member = members.next();
                String name = freeName(clean, Excerpt.of(UnseenCharacters.escaped(member.getKey()), 256));
                clean.set(name, clean(member.getValue(), path + "." + name, depth + 1));
            }
            return clean;
        }
        return node;
    }

    /** Two names may have become the same. */
    private static String freeName(ObjectNode object, String name) {
        String free = name;
        while (object.has(free)) {
            free += "'";
        }
        return free;
    }

    private JsonNode within(JsonNode node, int budget, String path) {
        if (Tokens.in(node) <= budget) {
            return node;
        }
        if (node.isTextual()) {
            return within(node.textValue(), budget, path);
        }
        if (node instanceof ArrayNode array) {
            return within(array, budget, path);
        }
        return node instanceof ObjectNode object ? within(object, budget, path) : node;
    }

    private JsonNode within(String text, int budget, String path) {
        int length = (int) ((long) text.length() * budget / Math.max(1, Tokens.in(text)));
        if (text.length() <= Math.max(SHORTEST, length)) {
            return TextNode.valueOf(text);
        }
        String excerpt = Excerpt.of(text, Math.max(SHORTEST, length));
        cut(path, "its text after " + excerpt.length() + " of " + text.length() + " characters");
        return TextNode.valueOf(excerpt);
    }

    private ArrayNode within(ArrayNode array, int budget, String path) {
        ArrayNode fit = NODES.arrayNode();
        int left = budget - 1;
        for (JsonNode item : array) {
            JsonNode shown = fit.isEmpty() ? within(item, left, path + "[0]") : item;
            left -= Tokens.in(shown);
            if (left < 0 && !fit.isEmpty()) {
                cut(path, "all after the first " + fit.size() + " of " + array.size());
                break;
            }
            fit.add(shown);
        }
        return fit;
    }

    private ObjectNode within(ObjectNode object, int budget, String path) {
        List<Member> members = new ArrayList<>();
        object.fields().forEachRemaining(member -> members.add(Member.of(member)));
        int share = share(members, budget - 1);
        return share < LEAST_SHARE ? beginning(members, budget - 1, path) : shared(members, share, path);
    }

    private ObjectNode shared(List<Member> members, int share, String path) {
        ObjectNode fit = NODES.objectNode();
        for (Member member : members) {
            int forValue = share - (member.cost - Tokens.in(member.value));
            fit.set(
                    member.name,
                    member.cost <= share ? member.value : within(member.value, forValue, path + "." + member.name));
        }
        return fit;
    }

    private ObjectNode beginning(List<Member> members, int budget, String path) {
        ObjectNode fit = NODES.objectNode();
        int left = budget;
        for (Member member : members) {
            left -= member.cost;
            if (left < 0 && !fit.isEmpty()) {
                cut(path, "all after the first " + fit.size() + " of " + members.size() + " fields");
                break;
            }
            fit.set(member.name, fit.isEmpty() ? within(member.value, budget, path) : member.value);
        }
        return fit;
    }

    /** What each member may take at most, so that all fit. */
    private static int share(List<Member> members, int budget) {
        int left = budget;
        int count = members.size();
        for (int cost : members.stream().map(Member::cost).sorted().toList()) {
            if (cost > left / count) {
                return left / count;
            }
            left -= cost;
            count--;
        }
        return Integer.MAX_VALUE;
    }

    private record Member(String name, JsonNode value, int cost) {
        static Member of(Map.Entry<String, JsonNode> member) {
            return new Member(
                    member.getKey(), member.getValue(), Tokens.in(member.getKey()) + 1 + Tokens.in(member.getValue()));
        }
    }
}
