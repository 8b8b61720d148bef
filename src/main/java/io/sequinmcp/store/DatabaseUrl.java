package io.sequinmcp.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where PostgreSQL is, as operators write it: {@code jdbc:postgresql://host/db?…}, or the form that libpq and most
 * platforms use, {@code postgresql://user:password@host:5432/db?sslmode=require} with user and password
 * percent-encoded.
 *
 * @param jdbcUrl the URL for the driver; without user and password unless it was given as a JDBC URL with them
 */
record DatabaseUrl(String jdbcUrl, Optional<String> username, Optional<String> password) {
    private static final String JDBC = "jdbc:postgresql:";

    /**
     * @throws IllegalArgumentException if it is neither form; the message doesn't repeat it, as it may hold a password
     */
    static DatabaseUrl parse(String text) {
        String url = text.strip();
        if (url.startsWith(JDBC)) {
            return new DatabaseUrl(url, Optional.empty(), Optional.empty());
        }
        if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
            throw unreadable(null);
        }
        URI uri = uri(url);
        if (uri.getHost() == null || uri.getRawPath().length() < 2) {
            throw unreadable(null);
        }
        String server = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] user = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        return new DatabaseUrl(
                JDBC + "//" + server + uri.getRawPath() + query,
                decoded(user[0]),
                user.length < 2 ? Optional.empty() : decoded(user[1]));
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // Not as the cause: its message holds the whole URL
            throw unreadable(e.getReason());
        }
    }

    private static Optional<String> decoded(String part) {
        // A plus is a plus here, not a blank
        return Optional.of(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .filter(text -> !text.isEmpty());
    }

    private static IllegalArgumentException unreadable(@Nullable String reason) {
        return new IllegalArgumentException("SEQUIN_MCP_DATABASE_URL must read jdbc:postgresql://host:port/database or"
                + " postgresql://user:password@host:port/database (special characters percent-encoded)"
                + (reason == null ? "" : ": " + reason));
    }

    @Override
    public String toString() {
        return "DatabaseUrl[…]";
    }
}
