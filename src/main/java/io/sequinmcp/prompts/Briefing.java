package io.sequinmcp.prompts;

import io.quarkiverse.mcp.server.PromptMessage;
import io.quarkiverse.mcp.server.PromptResponse;
import io.sequinmcp.tools.Caller;
import java.util.ArrayList;
import java.util.List;

/** The one message of a workflow: what is wanted, what is worth knowing, and the facts as they are at this moment. */
final class Briefing {
    private final String title;
    private final Caller caller;
    private final List<String> points = new ArrayList<>();

    /** @param title what is wanted, one or two sentences */
    Briefing(String title, Caller caller) {
        this.title = title;
        this.caller = caller;
    }

    Briefing point(String sentence) {
        points.add(sentence);
        return this;
    }

    /** Something worth knowing only for who has that tool. */
    Briefing pointIf(String tool, String sentence) {
        return caller.has(tool) ? point(sentence) : this;
    }

    /** @param facts what an answer of a tool could hold */
    PromptResponse on(Object facts) {
        StringBuilder text = new StringBuilder(title).append('\n');
        points.forEach(point -> text.append("\n- ").append(point));
        text.append("\n\nWhat Sequin says now; each `next` is a call that leads on:\n\n")
                .append(caller.textOf(facts));
        return new PromptResponse(null, List.of(PromptMessage.withUserRole(text.toString())));
    }
}
