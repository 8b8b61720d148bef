package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for names (section 1.1). */
final class Names {
    static final String BLANK = "can't be blank";

    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_\\-.]+");
    private static final String INVALID = "Can only contain alphanumeric characters, underscores, hyphens, or dots";

    private Names() {}

    static boolean isBlank(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isBlank());
    }

    /** What is wrong with a name, if anything. */
    static Optional<String> complaint(JsonNode name) {
        if (isBlank(name)) {
            return Optional.of(BLANK);
        }
        return VALID.matcher(name.asText()).matches() ? Optional.empty() : Optional.of(INVALID);
    }
}
