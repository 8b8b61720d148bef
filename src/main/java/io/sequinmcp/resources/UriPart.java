package io.sequinmcp.resources;

import io.sequinmcp.sequin.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One part of a resource's address: percent signs stand for what an address can't hold; nothing else does. */
final class UriPart {
    private UriPart() {}

    static String decoded(String part) {
        try {
            // Of a form, a plus would be a space
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                            "uri", "The percent signs of the address are not followed by two hex digits.", List.of())
                    .toException();
        }
    }
}
