package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a YAML document, with anchors and merge keys, as Sequin's parser understands it. */
final class ConfigDocument {
    private ConfigDocument() {}

    /** YAML's core schema: dates stay texts, and {@code yes} and {@code on} are words. */
    private static final class CoreSchema extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+"), "-+0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
                    "-+0123456789.");
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL|"), "~nN\0");
            addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
        }
    }

    /** @param yaml the request's field of that name */
    static ObjectNode read(JsonNode yaml) {
        if (!yaml.isTextual()) {
            throw Refusal.badRequest("Invalid YAML: malformed yaml");
        }
        Object document = parse(yaml.asText());
        if (document == null) {
            return Json.object();
        }
        if (Json.tree(document) instanceof ObjectNode mapping) {
            return mapping;
        }
        throw Refusal.crash();
    }

    private static @Nullable Object parse(String text) {
        LoaderOptions options = new LoaderOptions();
        DumperOptions dumper = new DumperOptions();
        try {
            return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new CoreSchema())
                    .load(text);
        } catch (MarkedYAMLException malformed) {
            throw Refusal.badRequest("Invalid YAML: " + problem(malformed) + place(malformed));
        } catch (YAMLException malformed) {
            throw Refusal.badRequest("Invalid YAML: malformed yaml");
        }
    }

    private static String problem(MarkedYAMLException malformed) {
        String context = Optional.ofNullable(malformed.getContext()).orElse("");
        return context.contains("flow") ? "Unfinished flow collection" : malformed.getProblem();
    }

    private static String place(MarkedYAMLException malformed) {
        Mark mark = malformed.getProblemMark();
        return mark == null ? "" : " (line: " + (mark.getLine() + 1) + ", column: " + (mark.getColumn() + 1) + ")";
    }
}
