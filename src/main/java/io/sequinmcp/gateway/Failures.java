package io.sequinmcp.gateway;

import io.sequinmcp.audit.RequestId;
import io.sequinmcp.connectors.Accounts;
import io.sequinmcp.sequin.Account;
import io.sequinmcp.sequin.Problem;
import io.sequinmcp.sequin.RateLimit;
import io.sequinmcp.sequin.SecretText;
import io.sequinmcp.sequin.SequinException;
import io.sequinmcp.store.StoreException;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever was thrown into a problem that may be shown. What is our own fault goes to the log, less secrets. */
@Singleton
class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);

    /** As long as who came in before is still let in without the store. */
    private static final long STORE_RETRY_SECONDS = 30;

    private final Accounts accounts;
    private final RequestId ids;

    Failures(Accounts accounts, RequestId ids) {
        this.accounts = accounts;
        this.ids = ids;
    }

    /** @param requestId the one that the audit and the answer have, if there is one */
    Problem toProblem(String tool, @Nullable String requestId, Throwable failure) {
        if (failure instanceof SequinException known) {
            return known.problem();
        }
        boolean store = isOfTheStore(failure);
        String request = requestId == null ? ids.next() : requestId;
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        LOG.errorf("%s failed, request %s: %s", tool, request, scrubbed(trace.toString()));
        if (store) {
            return Problem.of(
                            Problem.Code.UNAVAILABLE,
                            "The store of this service is down, so it could not finish %s. What that was to change may be changed: look before trying again. The operator finds the cause in its log under request %s"
                                    .formatted(tool, request))
                    .limited(new RateLimit(STORE_RETRY_SECONDS, null, null, null, null));
        }
        return Problem.of(
                Problem.Code.INTERNAL,
                "%s failed through a fault of this service, not of the call. The operator finds the cause in its log under request %s"
                        .formatted(tool, request));
    }

    private static boolean isOfTheStore(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException) {
                return true;
            }
        }
        return false;
    }

    /** The text without what looks like a secret, and without the tokens we know. */
    String scrubbed(String text) {
        String scrubbed = text;
        for (String name : Set.copyOf(accounts.names())) {
            String token = accounts.named(name).map(Account::apiToken).orElse("");
            scrubbed = token.isEmpty() ? scrubbed : scrubbed.replace(token, "…");
        }
        return SecretText.scrubbed(scrubbed);
    }
}
