package io.sequinmcp.sandbox.wire;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Sequin's check of the Authorization header, with its texts (recordings 8 to 15). */
final class Bearer {
    private static final String PREFIX = "Bearer ";
    private static final String HELP =
            """

            API tokens are generated in the Sequin console (console.sequin.io) and should be included in the \
            Authorization header of your request. For example:

            Authorization: Bearer <your-api-token>

            """;
    private static final String MISSING = "Please provide a valid API token in the Authorization header.\n" + HELP;
    private static final String NOT_BEARER =
            "Please provide a valid API token in the Authorization header. Ensure your Authorization value is prefixed"
                    + " with \"Bearer\".\n"
                    + HELP;
    private static final String SEVERAL = "Please provide exactly one Authorization header in your request.\n" + HELP;
    private static final String UNKNOWN =
            "The API token you provided is invalid or has expired. Your token may have been revoked or deleted in the"
                    + " Sequin console.\n";

    private final Predicate<String> knownToken;

    Bearer(Predicate<String> knownToken) {
        this.knownToken = knownToken;
    }

    Optional<Answer> refusal(List<String> headers) {
        return switch (headers.size()) {
            case 0 -> unauthorized(MISSING);
            case 1 -> refusal(headers.get(0));
            case 2 -> unauthorized(SEVERAL);
            default -> Optional.of(Answer.frameworkJson(500));
        };
    }

    private Optional<Answer> refusal(String header) {
        // The HTTP server drops white space at the end, so that an empty token leaves the prefix without its blank
        String value = header.equals("Bearer") ? PREFIX : header;
        if (!value.startsWith(PREFIX)) {
            return unauthorized(NOT_BEARER);
        }
        return knownToken.test(value.substring(PREFIX.length())) ? Optional.empty() : unauthorized(UNKNOWN);
    }

    private static Optional<Answer> unauthorized(String summary) {
        return Optional.of(Refusal.summary(401, summary).answer());
    }
}
