package io.sequinmcp.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.mcp.server.ToolResponse;
import io.sequinmcp.tools.Answer;
import io.sequinmcp.tools.Linked;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Brings what a tool gives into the form in which it leaves, see {@link Presentation}. */
@Singleton
class AnswerForm {
    private final ObjectMapper json;
    private final ConnectorCaller caller;

    AnswerForm(ObjectMapper json, ConnectorCaller caller) {
        this.json = json;
        this.caller = caller;
    }

    /**
     * The answer, as it is if the tool has formed it; empty if it is no JSON object.
     *
     * @param remarks the door's own, for its notes
     */
    Optional<ToolResponse> of(Object result, List<String> remarks) {
        if (result instanceof ToolResponse answer) {
            return Optional.of(answer);
        }
        String text = written(result);
        if (!text.startsWith("{")) {
            return Optional.empty();
        }
        Answer declared = result.getClass().getAnnotation(Answer.class);
        Linked.Link link = result instanceof Linked linked ? linked.link() : null;
        return Optional.of(Presentation.answer(
                text,
                remarks,
                declared == null ? Answer.LESS : declared.wholeBy(),
                link != null && caller.has(link.tool()) ? link : null));
    }

    private String written(Object result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
