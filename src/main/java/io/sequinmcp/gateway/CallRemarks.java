package io.sequinmcp.gateway;

import io.opentelemetry.context.Context;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.SecretText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told beside the answer to a call, such as how its arguments were understood, and what the call was, so
 * that an error can show how to make it anew. A batch has none: its calls share one request and would mix.
 */
final class CallRemarks {
    private static final String KEY = CallRemarks.class.getName();

    /** Characters of JSON up to which the arguments of a call are repeated. */
    private static final int LONGEST_REPEAT = 4_000;

    private final boolean shared;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile @Nullable String tool;
    private volatile JsonObject arguments = new JsonObject();
    private volatile @Nullable Context trace;

    private CallRemarks(boolean shared) {
        this.shared = shared;
    }

    /** Those of a request that has just come in. */
    static CallRemarks begin(RoutingContext exchange, boolean batch) {
        CallRemarks remarks = new CallRemarks(batch);
        exchange.put(KEY, remarks);
        return remarks;
    }

    /** Those of a request, or such as go nowhere. */
    static CallRemarks of(@Nullable RoutingContext exchange) {
        CallRemarks remarks = exchange == null ? null : exchange.get(KEY);
        return remarks == null ? new CallRemarks(true) : remarks;
    }

    /** @param sent its arguments, as they are understood so far */
    void called(String name, Object sent) {
        if (!shared) {
            tool = name;
            arguments = sent instanceof JsonObject object ? object.copy() : new JsonObject();
        }
    }

    /** The span that what the call does belongs to. */
    void tracedIn(Context context) {
        if (!shared) {
            trace = context;
        }
    }

    @Nullable
    Context trace() {
        return trace;
    }

    void note(String sentence) {
        if (!shared && !notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * The call made anew, with all its arguments. None when they are long, or when one is a secret: it is the caller's
     * own, but need not be in an answer, too.
     *
     * @param corrected by path, null to leave out
     */
    Optional<NextStep> again(Map<String, Object> corrected) {
        String name = tool;
        if (name == null) {
            return Optional.empty();
        }
        JsonObject anew = arguments.copy();
        corrected.forEach((path, value) -> set(anew, path, value));
        boolean shown = anew.encode().length() <= LONGEST_REPEAT && !SecretText.isIn(anew.getMap());
        return shown ? Optional.of(new NextStep(name, anew.getMap())) : Optional.empty();
    }

    private static void set(JsonObject within, String path, @Nullable Object value) {
        int dot = path.indexOf('.');
        if (dot > 0 && within.getValue(path.substring(0, dot)) instanceof JsonObject inner) {
            set(inner, path.substring(dot + 1), value);
        } else if (value == null) {
            within.remove(path);
        } else {
            within.put(path, json(value));
        }
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    private static Object json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new JsonObject((Map<String, Object>) map);
        }
        return value instanceof List<?> list ? new JsonArray(list) : value;
    }
}
