package io.sequinmcp.connectors;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sequinmcp.connectors.AdminRefusal.FieldError;
import java.util.List;

/**
 * What an import did, or would do.
 *
 * @param problems what can't be taken in; with any, nothing is
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ImportReport(
        boolean dryRun, Changes accounts, Changes connectors, Changes callerTokens, List<FieldError> problems) {
    /**
     * Of one kind, by name or id.
     *
     * @param unchanged those that are here as they are in the archive
     */
    public record Changes(List<String> created, List<String> changed, List<String> unchanged) {}
}
