package io.sequinmcp.connectors.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Serves the description of this API at {@code /q/openapi}, as YAML or JSON. It is a file that a test holds against the
 * code: what would read the code takes a tenth of each start.
 */
@Singleton
class PublishedDescription {
    private static final String PATH = "/q/openapi";
    private static final List<String> ENDINGS = List.of("", ".json", ".yaml", ".yml");

    void install(@Observes Router router) {
        for (String ending : ENDINGS) {
            router.route(PATH + ending)
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(PublishedDescription::tell);
        }
    }

    private static void tell(RoutingContext exchange) {
        Form form = asked(exchange);
        exchange.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, form.mediaType + ";charset=UTF-8")
                .end(form.text);
    }

    private static Form asked(RoutingContext exchange) {
        String path = exchange.normalizedPath();
        if (path.contains(".")) {
            return path.endsWith(".json") ? Form.JSON : Form.YAML;
        }
        String accepted = exchange.request().getHeader(HttpHeaders.ACCEPT);
        boolean json = (accepted != null && accepted.contains(Form.JSON.mediaType))
                || "json".equalsIgnoreCase(exchange.request().getParam("format"));
        return json ? Form.JSON : Form.YAML;
    }

    /** Both are read when one is asked for first. */
    private enum Form {
        JSON("openapi.json", "application/json"),
        YAML("openapi.yaml", "application/yaml");

        private final String mediaType;
        private final Buffer text;

        Form(String file, String mediaType) {
            this.mediaType = mediaType;
            this.text = read(file);
        }

        private static Buffer read(String file) {
            try (InputStream description = Objects.requireNonNull(
                    PublishedDescription.class.getResourceAsStream(file), "the description of the admin API")) {
                return Buffer.buffer(description.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
