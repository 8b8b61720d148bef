package io.sequinmcp.connectors.api;

import io.sequinmcp.connectors.AdminRefusal;
import io.sequinmcp.connectors.AdminRefusal.Reason;
import io.sequinmcp.connectors.StoredConnector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page of connectors ended: at this name and id. */
record Cursor(String name, String id) {
    private static final char BETWEEN = '\n';

    static String after(StoredConnector last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last.id() + BETWEEN + last.name()).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws AdminRefusal if it is none of ours */
    static @Nullable Cursor parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int between = place.indexOf(BETWEEN);
            if (between > 0) {
                return new Cursor(place.substring(between + 1), place.substring(0, between));
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new AdminRefusal(Reason.INVALID, "The cursor is not the next_cursor of an earlier answer.");
    }
}
