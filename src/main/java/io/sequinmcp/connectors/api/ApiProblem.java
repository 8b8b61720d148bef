package io.sequinmcp.connectors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.connectors.AdminRefusal;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Locale;

/**
 * Why a request was not carried out, as RFC 9457 has it.
 *
 * @param type tells kinds of problem apart
 * @param errors what is wrong with single fields
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ApiProblem(String type, String title, int status, String detail, List<AdminRefusal.FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";
    /** How the description of this API names it, as an answer. */
    static final String RESPONSE = "Problem";

    static ApiProblem of(int status, String detail) {
        return of(status, detail, List.of());
    }

    static ApiProblem of(int status, String detail, List<AdminRefusal.FieldError> errors) {
        String title =
                switch (status) {
                    case 400 -> "Bad request";
                    case 401 -> "Not signed in";
                    case 403 -> "Not allowed";
                    case 404 -> "Not found";
                    case 405 -> "Method not allowed";
                    case 406 -> "Not acceptable";
                    case 409 -> "Conflict";
                    case 412 -> "Changed meanwhile";
                    case 413 -> "Too large";
                    case 415 -> "Unsupported media type";
                    case 428 -> "ETag needed";
                    case 429 -> "Too many requests";
                    case 503 -> "Unavailable";
                    default -> status < 500 ? "Refused" : "Failed";
                };
        return new ApiProblem(
                "urn:sequin-mcp:problem:" + title.toLowerCase(Locale.ROOT).replace(' ', '-'),
                title,
                status,
                detail,
                errors);
    }

    String toJson() {
        return Json.encode(this);
    }
}
