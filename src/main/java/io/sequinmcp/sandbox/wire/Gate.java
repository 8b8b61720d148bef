package io.sequinmcp.sandbox.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a request through Sequin's checks in Sequin's order (section 1.1): body, route, {@code Accept}, bearer token,
 * content type, handler.
 */
public final class Gate {
    // The platform's own, so that the sandbox also runs without the server around it
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());
    private static final int MAX_BODY_BYTES = 8_000_000;
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final Set<String> OVERRIDES = Set.of("PUT", "PATCH", "DELETE");

    private final Routes routes;
    private final Bearer bearer;

    /** @param knownToken whether an API token is good */
    public Gate(Routes routes, Predicate<String> knownToken) {
        this.routes = routes;
        this.bearer = new Bearer(knownToken);
    }

    public Reply pass(Request request) {
        if (request.body().getBytes(StandardCharsets.UTF_8).length > MAX_BODY_BYTES) {
            return early(413, request);
        }
        Optional<ObjectNode> body = body(request);
        if (body.isEmpty()) {
            return early(400, request);
        }
        Optional<Routes.Match> match = routes.match(method(request, body.get()), request.path());
        if (match.isEmpty()) {
            return early(404, request);
        }
        return switch (match.get().pipeline()) {
            case OPEN -> handle(match.get(), request, body.get());
            case BROWSER ->
                accepts(request, "text/html") ? handle(match.get(), request, body.get()) : early(406, request);
            case API -> {
                if (!accepts(request, "application/json")) {
                    yield early(406, request);
                }
                Optional<Answer> denied = bearer.refusal(request.authorization());
                yield denied.isPresent() ? denied.get() : typed(match.get(), request, body.get());
            }
        };
    }

    private static Reply typed(Routes.Match match, Request request, ObjectNode body) {
        // The match is case-sensitive and by substring (section 17)
        String type = request.contentType();
        if (WITH_BODY.contains(request.method()) && (type == null || !type.contains("application/json"))) {
            return Refusal.badRequest("Content-Type: application/json is required")
                    .answer();
        }
        return handle(match, request, body);
    }

    private static Reply handle(Routes.Match match, Request request, ObjectNode body) {
        ObjectNode fields = Json.object();
        request.query().forEach(fields::put);
        fields.setAll(body);
        try {
            return match.handler().handle(new Call(match.path(), request.query(), fields));
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException bug) {
            // A type mistake that Sequin does not check is a 500 there, too; but look whether it was meant
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The sandbox fell over on " + request.method() + " " + request.path(),
                    bug);
            return Answer.frameworkJson(500);
        }
    }

    /** Empty when the body is not the JSON it claims to be. */
    private static Optional<ObjectNode> body(Request request) {
        if (request.body().isBlank() || !claimsJson(request.contentType())) {
            return Optional.of(Json.object());
        }
        return Json.parse(request.body()).map(Gate::asObject);
    }

    private static ObjectNode asObject(JsonNode value) {
        return value instanceof ObjectNode object ? object : Json.object().set("_json", value);
    }

    private static boolean claimsJson(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/json") || type.matches("application/[^;]*\\+json.*");
    }

    private static String method(Request request, ObjectNode body) {
        String override = body.path("_method").asText("").toUpperCase(Locale.ROOT);
        if (request.method().equals("POST") && OVERRIDES.contains(override)) {
            return override;
        }
        return request.method().equals("HEAD") ? "GET" : request.method();
    }

    private static boolean accepts(Request request, String type) {
        String accept = request.accept();
        return accept == null
                || accept.isBlank()
                || accept.contains("*/*")
                || accept.contains(type)
                || accept.contains(type.substring(0, type.indexOf('/')) + "/*");
    }

    /** An error before a format was agreed on: JSON only for who asks for nothing else. */
    private static Answer early(int status, Request request) {
        String accept = request.accept();
        boolean json = accept != null && accept.contains("application/json") && !accept.contains("*/*");
        return json ? Answer.frameworkJson(status) : Answer.frameworkText(status);
    }
}
