package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.netty.handler.codec.DecoderException;
import io.sequinmcp.sequin.Problem.Code;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever a request to an account's Sequin failed with into one {@link Problem}. */
final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private final Account account;

    Failures(Account account) {
        this.account = account;
    }

    /**
     * The problem that a failure is.
     *
     * @param doing what was attempted, to go on after "Could not", such as "read sink `x`"
     */
    SequinException explain(Effort effort, String doing, Throwable failure) {
        if (failure instanceof SequinException known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Answer answer) {
                return new SequinException(answered(doing, answer), answer.body(), answer.needs());
            }
            String reason = unreached(cause);
            if (reason != null) {
                return unavailable(effort, doing, reason, !isBeforeSending(cause))
                        .toException();
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException
                    || cause instanceof ProcessingException
                    || cause instanceof WebApplicationException) {
                LOG.debugf(failure, "Unreadable answer from account %s", account.name());
                return notJson(doing).toException();
            }
        }
        LOG.errorf(failure, "Call to account %s failed", account.name());
        return Problem.of(Code.INTERNAL, "Could not " + doing + ": this service failed. Its log says why.")
                .toException();
    }

    /** Sequin took longer than a call may take in all. */
    SequinException late(Effort effort, String doing) {
        return unavailable(effort, doing, "it did not answer in time", true).toException();
    }

    SequinException empty(String doing) {
        return notJson(doing).toException();
    }

    private Problem notJson(String doing) {
        return Problem.of(
                Code.UPSTREAM_ERROR,
                "Could not " + doing + ": the answer of account " + name()
                        + " is not what Sequin sends. Check that its URL is that of a Sequin server, without /api"
                        + (account.name().equals("default") ? " (SEQUIN_URL)." : "."));
    }

    private Problem unavailable(Effort effort, String doing, String reason, boolean maybeSent) {
        boolean unknown = maybeSent
                && switch (effort) {
                    case WRITE, CONFIGURE -> true;
                    case READ, REPEATABLE, RECEIVE -> false;
                };
        return Problem.of(
                Code.UNAVAILABLE,
                "Could not " + doing + ": the Sequin of account " + name() + " at " + address(account.url())
                        + " was not reached; " + reason + "."
                        + (unknown ? " It is not known whether it was done: look before trying again." : "")
                        + (maybeSent && effort == Effort.RECEIVE
                                ? " Should Sequin have handed out messages all the same, they come again when their"
                                        + " lease is over, after about 30 s."
                                : ""));
    }

    private static @Nullable String unreached(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "its host name is unknown";
        }
        if (cause instanceof NoRouteToHostException) {
            return "there is no route to it";
        }
        if (cause instanceof io.netty.channel.ConnectTimeoutException) {
            return "it did not take the connection in time";
        }
        if (cause instanceof ConnectException) {
            return "it refused the connection";
        }
        if (cause instanceof TimeoutException) {
            return "it did not answer in time";
        }
        if (cause instanceof SSLException) {
            return "the TLS handshake failed";
        }
        if (cause instanceof ConnectionPoolTooBusyException) {
            return "too many calls wait for a connection";
        }
        if (isOfHttpCodec(cause)) {
            return "what answered there speaks no HTTP";
        }
        if (cause instanceof JsonProcessingException) {
            return null; // an IOException by descent only
        }
        if (cause instanceof HttpClosedException
                || cause instanceof StreamResetException
                || cause instanceof IOException) {
            return "the connection broke off";
        }
        return null;
    }

    /** Netty has no exception of its own for a first line that is none, so it is told by where it comes from. */
    private static boolean isOfHttpCodec(Throwable cause) {
        return cause instanceof DecoderException
                || (cause instanceof IllegalArgumentException
                        && Stream.of(cause.getStackTrace()).limit(5).anyMatch(frame -> frame.getClassName()
                                .startsWith("io.netty.handler.codec.http.")));
    }

    private static boolean isBeforeSending(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLException
                || cause instanceof ConnectionPoolTooBusyException;
    }

    private Problem answered(String doing, Answer answer) {
        ErrorBody body = answer.body();
        String words = redacted(body.words());
        String said = words.isEmpty() ? "." : ": " + UpstreamText.quote(words);
        String refused = "Could not " + doing + ": Sequin answered " + answer.status() + said;
        Problem problem =
                switch (answer.status()) {
                    case 400, 422 -> Problem.of(codeOf(body), refused);
                    case 401, 403 -> Problem.of(Code.UNAUTHORIZED, unauthorized(doing, answer.status()));
                    case 404 ->
                        isUnrouted(body)
                                ? Problem.of(Code.UPSTREAM_ERROR, noSuchRoute(doing, answer.needs()))
                                        .next(NextStep.of("get_health"))
                                : Problem.of(Code.NOT_FOUND, refused);
                    case 408, 503 -> Problem.of(Code.UNAVAILABLE, refused);
                    case 413 ->
                        Problem.of(Code.INVALID_ARGUMENT, "Could not " + doing + ": more than the 8 MB Sequin takes.");
                    case 429 ->
                        Problem.of(
                                Code.RATE_LIMITED,
                                "Could not " + doing + ": something in front of the Sequin of account " + name()
                                        + " asks to slow down." + wait(answer.rateLimit()));
                    // Sequin's own say which database or service failed it; a proxy's say that Sequin is gone
                    case 502, 504 -> Problem.of(body.fromSequin() ? Code.UPSTREAM_ERROR : Code.UNAVAILABLE, refused);
                    default ->
                        Problem.of(
                                Code.UPSTREAM_ERROR,
                                answer.status() < 400 ? redirected(doing, answer.location()) : refused);
                };
        return problem.answered(answer.status(), redacted(body.fieldErrors()))
                .at(onlyField(body), List.of())
                .limited(answer.rateLimit());
    }

    /** Some refusals speak of the argument, others of the state of things; the status is the same. */
    private static Code codeOf(ErrorBody body) {
        boolean conflict = body.complains("has already been taken")
                || body.complains("must be unique")
                || body.complains("already has an active backfill")
                || body.complains("Invalid state transition")
                || body.complains("Cannot delete");
        return conflict ? Code.CONFLICT : Code.INVALID_ARGUMENT;
    }

    private static @Nullable String onlyField(ErrorBody body) {
        List<String> fields = List.copyOf(body.fieldErrors().keySet());
        return fields.size() == 1 && !fields.get(0).isEmpty() ? fields.get(0) : null;
    }

    private String unauthorized(String doing, int status) {
        String where = account.name().equals("default")
                ? "SEQUIN_API_TOKEN"
                : "sequin-mcp.accounts." + account.name() + ".api-token, or the account's entry in the admin API";
        return "Could not " + doing + ": the Sequin of account " + name() + " answered " + status
                + " to the API token of the account. An operator sets it in " + where + ".";
    }

    /** Whether nothing of Sequin's took the request: its own "not found" says what it did not find. */
    private static boolean isUnrouted(ErrorBody body) {
        return body.byFramework() || !body.fromSequin();
    }

    private String noSuchRoute(String doing, Needs needs) {
        return "Could not " + doing + ": the server of account " + name() + " at " + address(account.url())
                + " has no such operation. Either its URL is not that of a Sequin server (without /api), or this Sequin"
                + " is too old for it"
                + (needs.operation() == null ? "." : ": it came with Sequin " + needs.operation() + ".");
    }

    /** Whether it matters to a failure which version of Sequin it is of. */
    static boolean concernsVersion(SequinException failure) {
        return failure.is(Code.UPSTREAM_ERROR) || !failure.needs().parts().isEmpty();
    }

    /**
     * The same failure, naming the version of the server, and what of the request is newer than that.
     *
     * @param version as the server tells it
     */
    SequinException naming(String doing, SequinException failure, String version) {
        String server = "Sequin " + UpstreamText.clean(version);
        Optional<SequinVersion> known = SequinVersion.parse(version);
        ErrorBody body = failure.body();
        Needs needs = failure.needs();
        Problem problem = failure.problem();
        List<String> missing = known.map(needs::missing).orElse(List.of());
        if (failure.hasStatus(404) && body != null && isUnrouted(body)) {
            return new SequinException(problem.saying(unoffered(doing, server, known, needs.operation())), body);
        }
        if (!missing.isEmpty()) {
            String lacks = " " + server + ", which account " + name() + " runs, does not know "
                    + String.join(", ", missing) + ".";
            return new SequinException(problem.saying(problem.message() + lacks), body);
        }
        return failure.is(Code.UPSTREAM_ERROR)
                ? new SequinException(problem.saying(problem.message() + " (" + server + ")"), body)
                : failure;
    }

    private String unoffered(
            String doing, String server, Optional<SequinVersion> known, @Nullable SequinVersion since) {
        if (since != null && known.isPresent() && known.get().isBefore(since)) {
            return "Could not " + doing + ": " + server + ", which account " + name()
                    + " runs, does not offer this; it came with " + since + ".";
        }
        return "Could not " + doing + ": the " + server + " of account " + name() + " at " + address(account.url())
                + " was asked, and has no such operation. Check that its URL is right (without /api), and that what is"
                + " in front of it lets everything below /api through.";
    }

    private String redirected(String doing, @Nullable String location) {
        String target = "";
        if (location != null) {
            try {
                target = " to " + UpstreamText.clean(address(URI.create(location)));
            } catch (IllegalArgumentException e) {
                target = "";
            }
        }
        return "Could not " + doing + ": account " + name() + " answered with a redirect" + target
                + "; redirects are not followed. Its URL must be the final one.";
    }

    private static String wait(@Nullable RateLimit limit) {
        return limit == null || limit.retryAfterSeconds() == null
                ? ""
                : " Try again in " + limit.retryAfterSeconds() + " s.";
    }

    private String name() {
        return "`" + account.name() + "`";
    }

    /** Scheme, host and port; never user, password or query. */
    private static String address(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getHost() == null ? "an address without a host" : uri.getScheme() + "://" + uri.getHost() + port;
    }

    /** A proxy may repeat the request in its error page, and a database its URL. */
    private String redacted(String text) {
        return SecretText.scrubbed(account.apiToken().isBlank() ? text : text.replace(account.apiToken(), "***"));
    }

    private Map<String, Object> redacted(Map<String, List<String>> fields) {
        return fields.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, field -> field.getValue().stream()
                .map(this::redacted)
                .toList()));
    }
}
