package io.sequinmcp.sequin;

import io.quarkus.rest.client.reactive.runtime.ResteasyReactiveResponseExceptionMapper;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.List;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jspecify.annotations.Nullable;

/** Turns every answer that is no success into an {@link Answer}; redirects too, for they are not followed. */
final class AnswerMapper implements ResteasyReactiveResponseExceptionMapper<Answer> {
    private final Clock clock;
    private final SecretEchoes echoes;

    AnswerMapper(Clock clock, SecretEchoes echoes) {
        this.clock = clock;
        this.echoes = echoes;
    }

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 300;
    }

    @Override
    public Answer toThrowable(Response response, RestClientRequestContext request) {
        return new Answer(
                response.getStatus(),
                ErrorBody.of(header(response, "Content-Type"), body(response), echoes::hiddenInRaw),
                RateLimits.of(name -> header(response, name), clock),
                header(response, "Location"),
                needs(request));
    }

    private static Needs needs(RestClientRequestContext request) {
        Method operation = request.getInvokedMethod();
        Entity<?> sent = request.getEntity();
        return operation == null
                ? Needs.NOTHING
                : Needs.of(operation.getName(), sent == null ? null : sent.getEntity());
    }

    /** As much as is worth reading, and one byte more to show that there was too much. */
    private static byte[] body(Response response) {
        if (!response.hasEntity()) {
            return new byte[0];
        }
        try (InputStream stream = response.readEntity(InputStream.class)) {
            return stream == null ? new byte[0] : stream.readNBytes(ErrorBody.MAX_BYTES + 1);
        } catch (IOException | RuntimeException e) {
            // The status alone says enough; an unreadable body must not hide it
            return new byte[0];
        }
    }

    private static @Nullable String header(Response response, String name) {
        List<String> values = response.getStringHeaders().get(name);
        return values == null || values.isEmpty() ? null : String.join(", ", values);
    }
}
