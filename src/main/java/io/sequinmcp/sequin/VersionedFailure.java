package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the version of a server has to do with a failure: servers of different versions know and fail differently. */
final class VersionedFailure {
    private final Account account;

    VersionedFailure(Account account) {
        this.account = account;
    }

    /** Whether nothing of Sequin's took the request: its own "not found" says what it did not find. */
    static boolean isUnrouted(ErrorBody body) {
        return body.byFramework() || !body.fromSequin();
    }

    /** Whether it matters to a failure which version of Sequin it is of. */
    static boolean concerns(SequinException failure) {
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
            String lacks = " " + server + ", which account " + account.quoted() + " runs, does not know "
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
            return "Could not " + doing + ": " + server + ", which account " + account.quoted()
                    + " runs, does not offer this; it came with " + since + ".";
        }
        return "Could not " + doing + ": the " + server + " of account " + account.quoted() + " at "
                + UpstreamText.address(account.url())
                + " was asked, and has no such operation. Check that its URL is right (without /api), and that what is"
                + " in front of it lets everything below /api through.";
    }
}
