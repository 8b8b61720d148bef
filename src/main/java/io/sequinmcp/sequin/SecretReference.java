package io.sequinmcp.sequin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference to a secret as it stands in a field.
 *
 * @param scheme what is before it in a header, such as {@code Bearer} with its space; mostly empty
 * @param name of the secret, as it is compared
 */
record SecretReference(String scheme, String name) {
    static final String PREFIX = "secret:";

    private static final Pattern FORM =
            Pattern.compile("((?:Bearer|Basic|Token|ApiKey) )?" + PREFIX + "([A-Za-z0-9][A-Za-z0-9._-]{0,62})");
    private static final Pattern MENTION = Pattern.compile("(?<![A-Za-z0-9_-])" + PREFIX + "[A-Za-z0-9]");

    /** What a header's value may begin with, before a reference. */
    static final String[] SCHEMES = {"", "Bearer ", "Basic ", "Token ", "ApiKey "};

    static Optional<SecretReference> in(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new SecretReference(form.group(1) == null ? "" : form.group(1), Secret.nameOf(form.group(2))))
                : Optional.empty();
    }

    static boolean is(String text) {
        return text.contains(PREFIX) && FORM.matcher(text).matches();
    }

    /** Whether it reads as if a reference were meant, well-formed or not. */
    static boolean isMeantIn(String text) {
        return text.contains(PREFIX) && MENTION.matcher(text).find();
    }
}
