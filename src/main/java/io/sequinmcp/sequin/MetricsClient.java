package io.sequinmcp.sequin;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.Closeable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads Sequin's metrics. Apart from the client of the API: the token is not sent, and no breaker opens for them. */
final class MetricsClient {
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String account;
    private final MetricsApi api;

    MetricsClient(String account, URI url, SequinConfig config, Optional<UpstreamGuard> guard) {
        this.account = account;
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(withoutUser(url))
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false);
        guard.ifPresent(it -> it.watch(builder));
        AnswerLimit.watch(builder);
        config.caCertificates().map(TrustedAuthorities::with).ifPresent(builder::trustStore);
        String user = url.getUserInfo();
        if (user != null) {
            String basic = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            builder.register(
                    (ClientRequestFilter) request -> request.getHeaders().putSingle("Authorization", basic));
        }
        api = builder.build(MetricsApi.class);
    }

    private static URI withoutUser(URI url) {
        return url.getUserInfo() == null ? url : URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
    }

    Uni<MetricsPage> read() {
        return api.metrics()
                .ifNoItem()
                .after(LONGEST)
                .fail()
                .map(MetricsPage::of)
                .onFailure()
                .transform(failure -> Problem.of(
                                Code.UNAVAILABLE,
                                "Could not read the metrics of account `" + account
                                        + "`; an operator sets where they are in "
                                        + (account.equals("default")
                                                ? "SEQUIN_METRICS_URL."
                                                : "sequin-mcp.accounts." + account + ".metrics-url."))
                        .toException());
    }

    Closeable connections() {
        return (Closeable) api;
    }
}
