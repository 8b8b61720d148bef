package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sequinmcp.sequin.Problem.Code;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever a request to an account's Sequin failed with into one {@link Problem}. */
final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    private static final String UNKNOWN = " It is not known whether it was done: look before trying again.";

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
            // A refusal of ours, which breaks the connection off
            if (cause.getCause() instanceof SequinException known) {
                return known;
            }
            if (cause.getCause() instanceof AnswerLimit.TooLargeException) {
                return tooLarge(effort, doing).toException();
            }
            if (cause instanceof Answer answer) {
                return new SequinException(answered(doing, answer), answer.body(), answer.needs());
            }
            Optional<Unreached> unreached = Unreached.by(cause);
            if (unreached.isPresent()) {
                return unavailable(
                                effort,
                                doing,
                                unreached.get().reason(),
                                unreached.get().maybeSent())
                        .toException();
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException
                    || cause instanceof ProcessingException
                    || cause instanceof WebApplicationException) {
                LOG.debugf(failure, "Unreadable answer from account %s", account.name());
                return unreadable(effort, doing);
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

    /** The status was fine, and nothing else. */
    SequinException unreadable(Effort effort, String doing) {
        return Problem.of(
                        Code.UPSTREAM_ERROR,
                        "Could not " + doing + ": the answer of account " + account.quoted()
                                + " is not what Sequin sends. Check that its URL is that of a Sequin server, without"
                                + " /api"
                                + (account.name().equals("default") ? " (SEQUIN_URL)." : ".")
                                + leased(effort))
                .toException();
    }

    private Problem tooLarge(Effort effort, String doing) {
        return Problem.of(
                Code.UPSTREAM_ERROR,
                "Could not " + doing + ": the answer of account " + account.quoted() + " has more than "
                        + AnswerLimit.LARGEST / (1024 * 1024) + " MiB, which is"
                        + " what this service has the memory for, and was not read on."
                        + (effort == Effort.RECEIVE ? " Receive fewer messages at a time." : "")
                        + (effort.mayHaveChanged() ? UNKNOWN : "")
                        + leased(effort));
    }

    private Problem unavailable(Effort effort, String doing, String reason, boolean maybeSent) {
        return Problem.of(
                Code.UNAVAILABLE,
                "Could not " + doing + ": the Sequin of account " + account.quoted() + " at "
                        + UpstreamText.address(account.url())
                        + " was not reached; " + reason + "."
                        + (maybeSent && effort.mayHaveChanged() ? UNKNOWN : "")
                        + (maybeSent ? leased(effort) : ""));
    }

    private static String leased(Effort effort) {
        return effort == Effort.RECEIVE
                ? " Should Sequin have handed out messages all the same, they come again when their lease is over,"
                        + " after about 30 s."
                : "";
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
                        VersionedFailure.isUnrouted(body)
                                ? Problem.of(Code.UPSTREAM_ERROR, noSuchRoute(doing, answer.needs()))
                                        .next(NextStep.of("get_health"))
                                : Problem.of(Code.NOT_FOUND, refused);
                    case 408, 503 -> Problem.of(Code.UNAVAILABLE, refused);
                    case 413 ->
                        Problem.of(Code.INVALID_ARGUMENT, "Could not " + doing + ": more than the 8 MB Sequin takes.");
                    case 429 ->
                        Problem.of(
                                Code.RATE_LIMITED,
                                "Could not " + doing + ": something in front of the Sequin of account "
                                        + account.quoted() + " asks to slow down." + wait(answer.rateLimit()));
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
        return "Could not " + doing + ": the Sequin of account " + account.quoted() + " answered " + status
                + " to the API token of the account. An operator sets it in " + where + ".";
    }

    private String noSuchRoute(String doing, Needs needs) {
        return "Could not " + doing + ": the server of account " + account.quoted() + " at "
                + UpstreamText.address(account.url())
                + " has no such operation. Either its URL is not that of a Sequin server (without /api), or this Sequin"
                + " is too old for it"
                + (needs.operation() == null ? "." : ": it came with Sequin " + needs.operation() + ".");
    }

    private String redirected(String doing, @Nullable String location) {
        String target = "";
        if (location != null) {
            try {
                target = " to " + UpstreamText.clean(UpstreamText.address(URI.create(location)));
            } catch (IllegalArgumentException e) {
                target = "";
            }
        }
        return "Could not " + doing + ": account " + account.quoted() + " answered with a redirect" + target
                + "; redirects are not followed. Its URL must be the final one.";
    }

    private static String wait(@Nullable RateLimit limit) {
        return limit == null || limit.retryAfterSeconds() == null
                ? ""
                : " Try again in " + limit.retryAfterSeconds() + " s.";
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
