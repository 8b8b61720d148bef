package io.sequinmcp.sandbox.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routed paths. There is no 405: a wrong method is an unknown route. */
public final class Routes {
    /** Which of Sequin's pipelines a route runs in: they negotiate and authenticate differently. */
    public enum Pipeline {
        API,
        BROWSER,
        OPEN
    }

    /** Answers a call. */
    @FunctionalInterface
    public interface Handler {
        Reply handle(Call call);
    }

    record Match(Pipeline pipeline, Handler handler, Map<String, String> path) {}

    private record Route(String method, List<String> segments, Pipeline pipeline, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    public Routes get(String template, Handler handler) {
        return on("GET", template, Pipeline.API, handler);
    }

    public Routes post(String template, Handler handler) {
        return on("POST", template, Pipeline.API, handler);
    }

    public Routes delete(String template, Handler handler) {
        return on("DELETE", template, Pipeline.API, handler);
    }

    /** PUT and PATCH, which are one and the same to Sequin. */
    public Routes update(String template, Handler handler) {
        return on("PUT", template, Pipeline.API, handler).on("PATCH", template, Pipeline.API, handler);
    }

    public Routes on(String method, String template, Pipeline pipeline, Handler handler) {
        routes.add(new Route(method, segments(template), pipeline, handler));
        return this;
    }

    Optional<Match> match(String method, String path) {
        List<String> segments = segments(path);
        for (Route route : routes) {
            if (route.method.equals(method) && route.segments.size() == segments.size()) {
                Optional<Map<String, String>> values = values(route.segments, segments);
                if (values.isPresent()) {
                    return Optional.of(new Match(route.pipeline, route.handler, values.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Map<String, String>> values(List<String> template, List<String> segments) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String expected = template.get(i);
            if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), decode(segments.get(i)));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    private static String decode(String segment) {
        // A plus sign is itself in a path
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
