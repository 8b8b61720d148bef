package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was looked at, and is available to everyone again. */
@Answer(wholeBy = "Peek at fewer messages at a time, and read large rows in Postgres by their primary key.")
public record Peeked(
        String consumer,
        int count,
        List<MessageView> messages,
        @Nullable String empty,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {}
