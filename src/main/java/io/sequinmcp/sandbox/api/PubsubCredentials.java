package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Json;
import java.util.List;
import java.util.Map;

/** Google's credentials: what each type needs (section 6.5). */
final class PubsubCredentials {
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "service_account", List.of("project_id", "private_key_id", "private_key", "client_email", "client_id"),
            "oauth_client", List.of("project_id", "client_id", "client_secret"),
            "api_key", List.of("project_id", "api_key"));

    private PubsubCredentials() {}

    static void complain(JsonNode credentials, ObjectNode errors) {
        if (credentials.isNull() || credentials.isMissingNode()) {
            errors.withArray("credentials").add(Names.BLANK);
            return;
        }
        if (!credentials.isObject()) {
            errors.withArray("credentials").add("is invalid");
            return;
        }
        ObjectNode complaints = Json.object();
        String type = credentials.path("type").asText();
        if (Names.isBlank(credentials.path("type"))) {
            complaints.putArray("type").add(Names.BLANK);
        } else if (!REQUIRED.containsKey(type)) {
            complaints.putArray("type").add("is invalid");
        }
        REQUIRED.getOrDefault(type, List.of("project_id")).stream()
                .filter(field -> Names.isBlank(credentials.path(field)))
                .forEach(field -> complaints.putArray(field).add(Names.BLANK));
        boolean strangeEmail = type.equals("service_account")
                && credentials.path("client_email").isTextual()
                && !credentials.path("client_email").asText().endsWith(".iam.gserviceaccount.com");
        if (strangeEmail) {
            complaints.putArray("client_email").add("must be a valid service account email");
        }
        if (!complaints.isEmpty()) {
            errors.set("credentials", complaints);
        }
    }
}
