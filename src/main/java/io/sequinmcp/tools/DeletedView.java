package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Removal;
import java.util.List;
import java.util.Objects;

/** What was deleted. */
@Answer
public record DeletedView(
        String kind,
        String name,
        String id,
        boolean deleted,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftoverView> staysBehind,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

    static DeletedView of(Deletable kind, Removal removal, Caller caller) {
        return new DeletedView(
                kind.word(),
                removal.name(),
                removal.id(),
                true,
                removal.staysBehind().stream().map(LeftoverView::of).toList(),
                caller.offered(removal.staysBehind().stream()
                        .map(Removal.Leftover::next)
                        .filter(Objects::nonNull)
                        .toArray(NextStep[]::new)));
    }
}
