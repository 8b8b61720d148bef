package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.smallrye.mutiny.Uni;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of secrets in the place of their references, just before a request is sent. A secret goes only where
 * its operator bound it to: into that field, and to that host. A secret that Sequin has already stays bound: an address
 * that it would follow can't be changed to another host.
 */
final class SecretReferences {
    private static final Set<String> DATABASE_FIELDS = Set.of("url", "hostname", "database", "username", "password");
    private static final Set<String> HEADERS = Set.of("headers", "encrypted_headers");
    private static final String URL = "url";

    private final Call call;

    SecretReferences(Call call) {
        this.call = call;
    }

    /** The body of a sink, with what its destination refers to. */
    Uni<Map<String, Object>> inSink(Map<String, Object> body) {
        if (!isMeantIn(body.get("destination"))) {
            return Uni.createFrom().item(body);
        }
        return bound().map(secrets -> sink(secrets, body));
    }

    /** @param stored what it changes; null when it is new */
    Uni<Map<String, Object>> inDatabase(Map<String, Object> body, @Nullable Database stored) {
        if (call.secrets().known().isEmpty() && !isMeantIn(body)) {
            return Uni.createFrom().item(body);
        }
        return bound().map(secrets -> database(secrets, body, stored));
    }

    /** @param stored what it changes; null when it is new */
    Uni<Map<String, Object>> inEndpoint(Map<String, Object> body, @Nullable HttpEndpoint stored) {
        if (call.secrets().known().isEmpty() && !isMeantIn(body)) {
            return Uni.createFrom().item(body);
        }
        return bound().map(secrets -> endpoint(secrets, body, stored));
    }

    /** A configuration; as JSON, which is YAML, if there was anything to put in. */
    Uni<String> inYaml(String yaml) {
        ConfigDocument document = ConfigDocument.parse(yaml);
        if (call.secrets().known().isEmpty() && !SecretReference.isMeantIn(yaml)) {
            return Uni.createFrom().item(yaml);
        }
        Finder finder = new Finder(call);
        return Uni.combine()
                .all()
                .unis(
                        bound(),
                        document.entries("databases").isEmpty()
                                ? Uni.createFrom().item(List.<Database>of())
                                : finder.allDatabases(),
                        document.entries("http_endpoints").isEmpty()
                                ? Uni.createFrom().item(List.<HttpEndpoint>of())
                                : finder.httpEndpoints())
                .asTuple()
                .map(known -> {
                    BoundSecrets secrets = known.getItem1();
                    Map<String, Object> resolved = new LinkedHashMap<>(document.content());
                    each(resolved, "sinks", entry -> sink(secrets, entry));
                    each(
                            resolved,
                            "databases",
                            entry -> database(
                                    secrets,
                                    entry,
                                    known.getItem2().stream()
                                            .filter(one -> one.name().equals(entry.get("name")))
                                            .findFirst()
                                            .orElse(null)));
                    each(
                            resolved,
                            "http_endpoints",
                            entry -> endpoint(
                                    secrets,
                                    entry,
                                    known.getItem3().stream()
                                            .filter(one -> one.name().equals(entry.get("name")))
                                            .findFirst()
                                            .orElse(null)));
                    return resolved.equals(document.content()) ? yaml : json(resolved);
                });
    }

    private static void each(
            Map<String, Object> document,
            String list,
            java.util.function.Function<Map<String, Object>, Map<String, Object>> change) {
        if (document.get(list) instanceof List<?> entries) {
            List<Object> changed = new ArrayList<>();
            entries.forEach(entry ->
                    changed.add(entry instanceof Map<?, ?> object ? change.apply(Fields.typed(object)) : entry));
            document.put(list, changed);
        }
    }

    private static String json(Map<String, Object> document) {
        try {
            return SequinJson.MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> sink(BoundSecrets secrets, Map<String, Object> body) {
        if (!(body.get("destination") instanceof Map<?, ?> given)) {
            return body;
        }
        Map<String, Object> destination = Fields.typed(given);
        Map<String, Object> resolved = new LinkedHashMap<>(body);
        resolved.put(
                "destination", secrets.resolved("destination", destination, SecretTarget.ofDestination(destination)));
        return resolved;
    }

    private static Map<String, Object> database(
            BoundSecrets secrets, Map<String, Object> body, @Nullable Database stored) {
        Fields before = stored == null ? null : new Fields(stored.raw());
        Map<String, Object> resolved = connection(secrets, "database", body, before);
        if (body.get("primary") instanceof Map<?, ?> primary) {
            Fields primaryBefore = before == null ? null : before.object("primary");
            resolved.put("primary", connection(secrets, "database.primary", Fields.typed(primary), primaryBefore));
        }
        return resolved;
    }

    private static Map<String, Object> connection(
            BoundSecrets secrets, String root, Map<String, Object> given, @Nullable Fields stored) {
        SecretTargets targets = SecretTarget.ofDatabase(new Fields(given), stored);
        Map<String, Object> resolved = new LinkedHashMap<>(given);
        for (String name : DATABASE_FIELDS) {
            if (given.get(name) instanceof String text) {
                resolved.put(name, secrets.resolved(root + "." + name, text, targets));
            }
        }
        if (stored != null
                && !given.containsKey("password")
                && !given.containsKey(URL)
                && stored.text("password") != null
                && !targets.equals(SecretTarget.ofDatabase(stored, null))) {
            secrets.checkKept("hostname", String.valueOf(stored.text("password")), targets);
        }
        return resolved;
    }

    private static Map<String, Object> endpoint(
            BoundSecrets secrets, Map<String, Object> body, @Nullable HttpEndpoint stored) {
        String url = body.get(URL) instanceof String given ? given : stored == null ? null : stored.url();
        boolean local = body.containsKey("local")
                || body.containsKey("webhook.site")
                || (!body.containsKey(URL) && stored != null && stored.local());
        SecretTargets targets = SecretTarget.ofEndpoint(url, local);
        Map<String, Object> resolved = new LinkedHashMap<>(body);
        if (body.get(URL) instanceof String given && SecretReference.isMeantIn(given)) {
            throw secrets.malformed(URL);
        }
        for (String name : HEADERS) {
            Object given = body.get(name);
            if (given instanceof Map<?, ?> headers) {
                resolved.put(name, secrets.resolved(name, Fields.typed(headers), targets));
            } else if (given instanceof List<?> headers) {
                resolved.put(name, secrets.resolvedPairs(name, headers, targets));
            }
        }
        if (stored != null && !targets.equals(SecretTarget.ofEndpoint(stored.url(), stored.local()))) {
            kept(stored.headers(), body.get("headers")).forEach(value -> secrets.checkKept(URL, value, targets));
            kept(stored.encryptedHeaders(), body.get("encrypted_headers"))
                    .forEach(value -> secrets.checkKept(URL, value, targets));
        }
        return resolved;
    }

    /** Headers are replaced as a whole or not at all. */
    private static List<String> kept(Map<String, Object> stored, @Nullable Object given) {
        return given != null
                ? List.of()
                : stored.values().stream().map(String::valueOf).toList();
    }

    private static boolean isMeantIn(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(SecretReferences::isMeantIn);
        }
        if (node instanceof List<?> list) {
            return list.stream().anyMatch(SecretReferences::isMeantIn);
        }
        return node instanceof String text && SecretReference.isMeantIn(text);
    }

    private Uni<BoundSecrets> bound() {
        String account = call.client().account().name();
        return call.secrets()
                .current()
                .map(secrets -> new BoundSecrets(
                        secrets.stream().filter(secret -> secret.isFor(account)).toList()));
    }
}
