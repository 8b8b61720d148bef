package io.sequinmcp.sequin;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the body of a request that creates or updates a database entry. What Sequin answers with a 500 or takes without
 * a word is refused here.
 */
final class DatabaseRequest {
    private static final int MAX_PORT = 65535;
    private static final int DEFAULT_PORT = 5432;

    private final DatabaseSettings settings;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Object> body = new LinkedHashMap<>();

    DatabaseRequest(DatabaseSettings settings) {
        this.settings = settings;
    }

    List<String> notes() {
        return notes;
    }

    Map<String, Object> toCreate() {
        put("name", required("name", settings.name()));
        if (settings.url() == null) {
            // Each of these missing is a 500, or a host that can't be found (recordings 53 to 56)
            required("hostname", settings.hostname());
            required("database", settings.database());
            required("username", settings.username());
            required("password", settings.password());
        }
        if (settings.primary() != null) {
            throw Problem.invalid(
                            "primary",
                            "Sequin can't take a replica this way; a YAML, planned and applied, can.",
                            List.of())
                    .toException();
        }
        if (settings.slotStatus() != null && !settings.slotStatus().equals("active")) {
            throw refused("slot_status", "A new database starts active; it can be disabled afterwards.");
        }
        connection();
        Secrets.refuseMasked(body);
        if (settings.url() == null) {
            body.putIfAbsent("port", DEFAULT_PORT);
        }
        // Left out, Sequin says that no publication was found (recording 51)
        body.put(
                "replication_slots",
                List.of(Map.of(
                        "slot_name", required("slot_name", settings.slotName()),
                        "publication_name", required("publication_name", settings.publicationName()))));
        if (!Boolean.TRUE.equals(settings.ssl())) {
            notes.add("Connected without TLS; Sequin's default is off, whatever its documentation says.");
        }
        return body;
    }

    Map<String, Object> toUpdate(Database stored) {
        if (settings.name() != null && !settings.name().equals(stored.name())) {
            Named.checkNew(settings.name());
            put("name", settings.name());
        }
        refuseMaskedPassword(settings.password());
        connection();
        Secrets.refuseMasked(body);
        slot(stored);
        if (settings.primary() != null) {
            body.put("primary", primary(settings.primary(), stored));
        }
        if (body.isEmpty()) {
            throw refused("arguments", "Nothing to change was given.");
        }
        if (settings.url() == null) {
            // Left out, Sequin sets it back to 5432, even when nothing else is sent (recordings 80, 86)
            body.putIfAbsent("port", stored.port());
        }
        notes.add("Sequin stores this without trying the connection; a test of it tells whether it works.");
        return body;
    }

    private void connection() {
        checkUrl();
        Integer port = settings.port();
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw refused("port", "port is 1 to " + MAX_PORT + ".");
        }
        if (settings.hostname() != null && settings.hostname().contains("pooler.supabase")) {
            throw refused(
                    "hostname",
                    "Sequin can't replicate through Supabase's pooler; use the host name of the direct connection.");
        }
        put("url", settings.url());
        put("hostname", settings.hostname());
        put("port", port);
        put("database", settings.database());
        put("username", settings.username());
        put("password", settings.password());
        put("ssl", settings.ssl());
        put("ipv6", settings.ipv6());
        put("use_local_tunnel", settings.useLocalTunnel());
        put("annotations", settings.annotations());
    }

    /** Left out, a stored password stays. */
    private static void refuseMaskedPassword(@Nullable String password) {
        if (password != null && Secrets.isMasked(password)) {
            throw Problem.invalid(
                            "password",
                            "That is a password masked by Sequin, which would store the asterisks. Left out, the stored"
                                    + " one stays.",
                            List.of())
                    .correcting("password", null)
                    .toException();
        }
    }

    /** Sequin wants every part in the URL, the port too, nothing beside it and no query (recordings 71 to 73). */
    private void checkUrl() {
        if (settings.url() == null) {
            return;
        }
        if (Stream.of(
                        settings.hostname(),
                        settings.port(),
                        settings.database(),
                        settings.username(),
                        settings.password())
                .anyMatch(Objects::nonNull)) {
            throw refused("url", "Give url, or hostname, port, database, username and password; not both.");
        }
        String form =
                "url is postgresql://user:password@host:5432/database, with the port, and without a ?query; ssl is"
                        + " a parameter of its own.";
        try {
            URI url = URI.create(settings.url());
            String user = url.getRawUserInfo();
            boolean complete = url.getHost() != null
                    && url.getPort() > 0
                    && url.getPath() != null
                    && url.getPath().length() > 1
                    && user != null
                    && user.indexOf(':') > 0
                    && url.getRawQuery() == null;
            if (!complete) {
                throw refused("url", form);
            }
            if (user.indexOf('%') >= 0) {
                // Sequin would take them literally (section 3.2)
                throw refused("url", "Sequin does not decode %-escapes in a url; give the fields one by one instead.");
            }
            if (url.getHost().contains("pooler.supabase")) {
                throw refused("url", "Sequin can't replicate through Supabase's pooler; use the direct connection.");
            }
        } catch (IllegalArgumentException e) {
            throw refused("url", form);
        }
    }

    /** A change of the slot has to repeat its id and what stays; the id isn't even looked at (recordings 90, 91). */
    private void slot(Database stored) {
        if (settings.slotName() == null && settings.publicationName() == null && settings.slotStatus() == null) {
            return;
        }
        if (stored.slots().isEmpty()) {
            throw refused("slot_name", "This database has no replication slot entry; one has to be made first.");
        }
        Database.Slot slot = stored.slots().get(0);
        String status = settings.slotStatus() == null ? slot.status() : settings.slotStatus();
        if (!status.equals("active") && !status.equals("disabled")) {
            throw Problem.invalid("slot_status", "A slot is active or disabled.", List.of("active", "disabled"))
                    .toException();
        }
        if (status.equals("disabled") && !slot.status().equals("disabled")) {
            notes.add("This stops every sink of the database.");
        }
        body.put(
                "replication_slots",
                List.of(Map.of(
                        "id",
                        slot.id(),
                        "slot_name",
                        settings.slotName() == null ? slot.slotName() : settings.slotName(),
                        "publication_name",
                        settings.publicationName() == null ? slot.publicationName() : settings.publicationName(),
                        "status",
                        status)));
    }

    /** Its port falls back to 5432 just so, and its password can't be read back (section 3.3). */
    private static Map<String, Object> primary(Map<String, Object> given, Database stored) {
        Secrets.refuseMasked(Map.of("primary", given));
        Map<String, Object> primary = new LinkedHashMap<>(given);
        Map<String, Object> known = stored.primary();
        if (known != null && !given.containsKey("url") && known.get("port") != null) {
            primary.putIfAbsent("port", known.get("port"));
        }
        return primary;
    }

    private void put(String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private static String required(String parameter, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw refused(parameter, "A database needs `" + parameter + "`.");
        }
        return value;
    }

    private static SequinException refused(String parameter, String message) {
        return Problem.invalid(parameter, message, List.of()).toException();
    }
}
