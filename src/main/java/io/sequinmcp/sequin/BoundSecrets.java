package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets of an account, each with where it may go: puts them in the place of their references, or refuses. */
record BoundSecrets(List<Secret> secrets) {
    Map<String, Object> resolved(String path, Map<String, Object> object, SecretTargets targets) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        object.forEach((name, value) -> resolved.put(name, node(path + "." + name, value, targets)));
        return resolved;
    }

    private @Nullable Object node(String path, @Nullable Object node, SecretTargets targets) {
        if (node instanceof Map<?, ?> map) {
            return resolved(path, Fields.typed(map), targets);
        }
        if (node instanceof List<?> list) {
            List<@Nullable Object> resolved = new ArrayList<>();
            list.forEach(item -> resolved.add(node(path, item, targets)));
            return resolved;
        }
        return node instanceof String text ? resolved(path, text, targets) : node;
    }

    /** Headers as YAML may have them: a list of keys with values. */
    List<@Nullable Object> resolvedPairs(String path, List<?> pairs, SecretTargets targets) {
        List<@Nullable Object> resolved = new ArrayList<>();
        for (Object pair : pairs) {
            if (pair instanceof Map<?, ?> map && map.get("value") instanceof String text) {
                Map<String, Object> copy = new LinkedHashMap<>(Fields.typed(map));
                copy.put("value", resolved(path + "." + map.get("key"), text, targets));
                resolved.add(copy);
            } else {
                resolved.add(pair);
            }
        }
        return resolved;
    }

    String resolved(String path, String text, SecretTargets targets) {
        if (!SecretReference.isMeantIn(text)) {
            return text;
        }
        SecretReference reference = SecretReference.in(text)
                .filter(found -> found.scheme().isEmpty() || path.contains("headers."))
                .orElseThrow(() -> malformed(path));
        Secret secret = secrets.stream()
                .filter(one -> one.name().equals(reference.name()) && one.mayStandIn(path))
                .findFirst()
                .orElseThrow(() -> unbound(path, reference));
        if (!targets.within(secret)) {
            throw elsewhere(path, secret, targets);
        }
        return reference.scheme() + secret.value();
    }

    /**
     * What Sequin keeps, as it is shown: a secret of ours is there as its reference, told by its mask. Others with the
     * same mask may be meant as well.
     */
    void checkKept(String field, String shown, SecretTargets targets) {
        SecretReference.in(shown).map(SecretReference::name).ifPresent(name -> secrets.stream()
                .filter(one -> one.name().equals(name))
                .map(one -> Secrets.maskOf(one.value()))
                .forEach(mask -> secrets.stream()
                        .filter(one -> Secrets.maskOf(one.value()).equals(mask) && !targets.within(one))
                        .findFirst()
                        .ifPresent(secret -> {
                            throw elsewhere(field, secret, targets);
                        })));
    }

    SequinException malformed(String path) {
        return Problem.invalid(
                        path,
                        "A reference to a secret is all there is in its field: secret:NAME; in a header it may follow"
                                + " Bearer, Basic, Token or ApiKey.",
                        namesFor(path))
                .toException();
    }

    private SequinException unbound(String path, SecretReference reference) {
        List<String> names = namesFor(path);
        return Problem.invalid(
                        path,
                        "No secret `" + reference.name() + "` is bound to `" + UpstreamText.clean(path) + "`. "
                                + (names.isEmpty()
                                        ? "The operator has bound none to this field."
                                        : "The operator has bound " + String.join(", ", names) + "."),
                        names)
                .toException();
    }

    private static SequinException elsewhere(String path, Secret secret, SecretTargets targets) {
        return Problem.of(
                        Code.FORBIDDEN,
                        "Secret `" + secret.name() + "` may not go there: " + targets.words()
                                + ". The operator has bound it to " + String.join(", ", secret.hosts()) + ".")
                .at(path, secret.hosts())
                .toException();
    }

    private List<String> namesFor(String path) {
        return secrets.stream()
                .filter(secret -> secret.mayStandIn(path))
                .map(Secret::reference)
                .sorted()
                .toList();
    }
}
