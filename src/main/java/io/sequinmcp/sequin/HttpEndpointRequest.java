package io.sequinmcp.sequin;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the body of a request that creates or updates an HTTP endpoint (section 5). */
final class HttpEndpointRequest {
    /** What Sequin takes as a host: no IPv6 address and no underscore. */
    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9.-]+");

    /** What HTTP takes as the name of a header, but for odd signs. */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    private final HttpEndpointSettings settings;
    private final Map<String, Object> body = new LinkedHashMap<>();

    HttpEndpointRequest(HttpEndpointSettings settings) {
        this.settings = settings;
    }

    Map<String, Object> toCreate() {
        if (settings.name() == null) {
            throw refused("name", "An HTTP endpoint needs `name`.");
        }
        Named.checkNew(settings.name());
        body.put("name", settings.name());
        boolean local = Boolean.TRUE.equals(settings.local());
        if (local == (settings.url() != null)) {
            throw refused(
                    "url",
                    local
                            ? "A local endpoint has a path and no url."
                            : "An HTTP endpoint needs `url`, or `local` and `path`.");
        }
        address();
        put("headers", settings.headers() == null ? null : given("headers", settings.headers(), Map.of()));
        put(
                "encrypted_headers",
                settings.encryptedHeaders() == null
                        ? null
                        : given("encrypted_headers", settings.encryptedHeaders(), Map.of()));
        return body;
    }

    /** @param stored with its plain headers unmasked */
    Map<String, Object> toUpdate(HttpEndpoint stored) {
        if (settings.name() != null && !settings.name().equals(stored.name())) {
            Named.checkNew(settings.name());
            body.put("name", settings.name());
        }
        address();
        if (settings.headers() != null) {
            body.put("headers", given("headers", settings.headers(), kept(stored.headers())));
        }
        if (settings.encryptedHeaders() != null) {
            checkEncrypted(stored, settings.encryptedHeaders());
            body.put("encrypted_headers", given("encrypted_headers", settings.encryptedHeaders(), Map.of()));
        }
        if (body.isEmpty()) {
            throw refused("arguments", "Nothing to change was given.");
        }
        return body;
    }

    private Map<String, Object> kept(Map<String, Object> stored) {
        return settings.replaceHeaders() ? Map.of() : stored;
    }

    /**
     * Encrypted headers are replaced whole and can't be read back (recordings 183, 186), so those that are to stay have
     * to be given again.
     */
    private void checkEncrypted(HttpEndpoint stored, Map<String, Object> given) {
        List<String> erased = new ArrayList<>(stored.encryptedHeaders().keySet());
        erased.removeIf(given::containsKey);
        boolean asShown = !given.isEmpty()
                && stored.encryptedHeaders().keySet().equals(given.keySet())
                && given.values().stream().allMatch(value -> value instanceof String text && Secrets.isMasked(text));
        if (asShown) {
            throw Problem.invalid(
                            "encrypted_headers",
                            "These are masked, as Sequin shows them, and it would store the asterisks. Left out, the"
                                    + " stored ones stay.",
                            List.of())
                    .correcting("encrypted_headers", null)
                    .toException();
        }
        if (!settings.replaceHeaders() && !erased.isEmpty()) {
            throw Problem.invalid(
                            "encrypted_headers",
                            "Encrypted headers are replaced whole and can't be read back; this would erase "
                                    + String.join(", ", erased)
                                    + ". Give these too, with their real values; to erase one on purpose, give null.",
                            erased)
                    .toException();
        }
    }

    /** The headers given, over those kept; null takes one away. */
    private static Map<String, Object> given(String parameter, Map<String, Object> given, Map<String, Object> kept) {
        Secrets.refuseMasked(Map.of(parameter, given));
        Map<String, Object> headers = new LinkedHashMap<>(kept);
        given.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()) {
                // Every delivery would fail on it
                throw refused(parameter, "A header's name has letters, digits, hyphens and underscores only.");
            }
            if (value instanceof String text && text.chars().anyMatch(Character::isISOControl)) {
                throw refused(parameter + "." + name, "The value of a header is one line.");
            }
            if (value == null) {
                headers.remove(name);
            } else if (value instanceof String) {
                headers.put(name, value);
            } else {
                // Sequin takes it, and can't read the endpoint any more (section 5)
                throw refused(parameter + "." + name, "The value of a header is a string.");
            }
        });
        return headers;
    }

    private void address() {
        if (settings.url() != null) {
            checkUrl(settings.url());
            body.put("url", settings.url());
        }
        put("path", settings.path());
        if (Boolean.TRUE.equals(settings.local())) {
            // The boolean, which the documentation shows, is ignored (recording 180)
            body.put("local", "true");
        }
    }

    private static void checkUrl(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw refused("url", "That is no URL; one such as https://example.org/hook is needed.");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused("url", "url starts with http:// or https://.");
        }
        if (uri.getRawUserInfo() != null) {
            // Sequin drops it without a word, and the deliveries then fail
            throw refused(
                    "url",
                    "Sequin drops user and password from a url; send them as an Authorization encrypted header.");
        }
        if (uri.getRawFragment() != null) {
            throw refused("url", "A url for deliveries has no #fragment: it is never sent.");
        }
        if (uri.getHost() == null || !HOST.matcher(uri.getHost()).matches()) {
            throw refused("url", "Sequin takes host names and IPv4 addresses only, without underscores.");
        }
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static SequinException refused(String parameter, String message) {
        return Problem.invalid(parameter, message, List.of()).toException();
    }
}
