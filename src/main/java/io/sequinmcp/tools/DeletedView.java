package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sequinmcp.sequin.Deleted;
import java.util.List;

/** What was deleted. */
@Answer
public record DeletedView(
        String kind,
        String name,
        String id,
        boolean deleted,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LeftoverView> staysBehind) {

    static DeletedView of(Deletable kind, Deleted deleted) {
        return new DeletedView(
                kind.word(),
                deleted.name(),
                deleted.id(),
                true,
                deleted.staysBehind().stream().map(LeftoverView::of).toList());
    }
}
