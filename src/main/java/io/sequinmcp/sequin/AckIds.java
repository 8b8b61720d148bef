package io.sequinmcp.sequin;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Brings ack ids into the one form that Sequin acts on. It answers 200 to an upper-case UUID but does nothing
 * (recording 385), and refuses a whole list for one that is no UUID (recording 380).
 */
public final class AckIds {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private AckIds() {}

    /**
     * The ids in lower case, trimmed, each once, in their order.
     *
     * @throws SequinException INVALID_ARGUMENT if there are none or one is no UUID
     */
    public static List<String> of(Collection<String> ackIds) {
        if (ackIds.isEmpty()) {
            throw Problem.invalid(
                            "ack_ids", "ack_ids is empty: give at least one ack_id of a received message.", List.of())
                    .toException();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (String given : ackIds) {
            String id = given.strip().toLowerCase(Locale.ROOT);
            if (!UUID.matcher(id).matches()) {
                throw Problem.invalid(
                                "ack_ids",
                                "An ack_id is a UUID such as 5e4640a1-6c26-42da-a252-160507e7f313, as every"
                                        + " received message has one; entry " + (ids.size() + 1)
                                        + " of the list is none. Nothing was sent.",
                                List.of())
                        .toException();
            }
            ids.add(id);
        }
        return List.copyOf(ids);
    }
}
