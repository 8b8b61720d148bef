package io.sequinmcp.sequin;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * Breaks off an answer that is larger than this process can well hold. The client collects all of an answer before
 * anything looks at it, and memory that runs out ends the whole service.
 */
final class AnswerLimit {
    private static final long MIB = 1024L * 1024;

    /**
     * Bytes of an answer: an eighth of the heap, for what is made of them takes several times as much, but 8 MiB at
     * least and 64 at most.
     */
    static final long LARGEST =
            Math.min(64 * MIB, Math.max(8 * MIB, Runtime.getRuntime().maxMemory() / 8));

    private long left = LARGEST;

    private AnswerLimit() {}

    /** Watches over all that a client is answered. */
    static void watch(QuarkusRestClientBuilder client) {
        client.httpClientRequestCustomizer(
                request -> request.response().onSuccess(response -> new AnswerLimit().watch(request, response)));
    }

    private void watch(HttpClientRequest request, HttpClientResponse response) {
        response.handler(part -> {
            boolean within = left >= 0;
            left -= part.length();
            if (within && left < 0) {
                request.reset(0, new TooLargeException());
            }
        });
    }

    /** The end of such an answer. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLargeException() {
            super("an answer of more than " + LARGEST + " bytes", null, false, false);
        }
    }
}
