package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sequinmcp.sandbox.wire.Answer;
import io.sequinmcp.sandbox.wire.Call;
import io.sequinmcp.sandbox.wire.Json;
import io.sequinmcp.sandbox.wire.Refusal;
import io.sequinmcp.sandbox.wire.Reply;
import io.sequinmcp.sandbox.wire.Routes;
import io.sequinmcp.sandbox.world.Ids;
import io.sequinmcp.sandbox.world.Message;
import io.sequinmcp.sandbox.world.Sink;
import io.sequinmcp.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Receive, ack and nack of pull consumers (section 8). */
public final class StreamsApi {
    private static final String BATCH =
            "Invalid `max_batch_size`. `max_batch_size` must be an integer between 1 and 1000.";
    private static final String WAIT_RANGE = "Invalid `wait_for`. Must be between 500 and 300,000 milliseconds, or use"
            + " duration format like '60s', '5m', '1000ms'.";
    private static final String WAIT_FORMAT =
            "Invalid `wait_for`. When using duration strings, format must be like '60s', '5m', or '1000ms'.";
    private static final String ACK_IDS = "Invalid ack_ids. Must send a top-level `ack_ids` property that is a"
            + " non-empty list of valid UUID strings";
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m)?");

    private final World world;
    private final MessageView view;

    public StreamsApi(World world) {
        this.world = world;
        this.view = new MessageView(world);
    }

    public void on(Routes routes) {
        for (String root : List.of("/api/sequin_streams/{id}", "/api/http_pull_consumers/{id}")) {
            routes.get(root + "/receive", this::receive)
                    .post(root + "/receive", this::receive)
                    .post(root + "/ack", this::ack)
                    .post(root + "/nack", this::nack);
        }
    }

    private Reply receive(Call call) {
        Sink sink = stream(call);
        int most = batchSize(call);
        OptionalLong wait = waitMillis(call.field("wait_for"));
        if (wait.isEmpty() || !sink.buffer().isEmpty()) {
            // Whatever is leased or blocked counts as something to read: no waiting then (section 17)
            return batch(sink, most);
        }
        return new Reply.Wait(
                world.now().plus(Duration.ofMillis(wait.getAsLong())),
                () -> {
                    world.advance();
                    return sink.buffer().isEmpty() ? Optional.empty() : Optional.of(batch(sink, most));
                },
                () -> batch(sink, most));
    }

    private Answer batch(Sink sink, int most) {
        ArrayNode items = Json.array();
        if (sink.is("active")) {
            List<Message> messages = sink.buffer().receive(most, world.now());
            messages.forEach(message -> items.add(view.of(sink, message)));
            if (!messages.isEmpty()) {
                sink.noteDelivered(messages.size());
            }
        }
        return Answer.data(items);
    }

    private Reply ack(Call call) {
        Sink sink = stream(call);
        sink.buffer().ack(ackIds(call));
        return Answer.success();
    }

    private Reply nack(Call call) {
        Sink sink = stream(call);
        sink.buffer().nack(ackIds(call));
        return Answer.success();
    }

    private Sink stream(Call call) {
        Sink sink = world.sinks()
                .find(call.path("id"))
                .filter(Sink::isStream)
                .orElseThrow(() -> Refusal.notFound("consumer"));
        if (!world.redisUp()) {
            throw Refusal.summary(500, "Call to SlotMessageStore failed with :noproc");
        }
        return sink;
    }

    private static int batchSize(Call call) {
        ObjectNode fields = call.fields();
        JsonNode size = fields.has("batch_size") ? fields.path("batch_size") : fields.path("max_batch_size");
        if (size.isMissingNode()) {
            return 1;
        }
        if (!size.isNumber() && !size.isTextual()) {
            throw Refusal.crash();
        }
        if (size.isTextual() && !size.asText().matches("\\d{1,9}")) {
            throw Refusal.badRequest(BATCH);
        }
        double value = size.asDouble();
        if (value < 1 || value > 1000) {
            throw Refusal.badRequest(BATCH);
        }
        return (int) value;
    }

    /** Empty when there is nothing to wait for. */
    private static OptionalLong waitMillis(JsonNode wait) {
        if (wait.isTextual()) {
            Matcher matcher = DURATION.matcher(wait.asText());
            if (!matcher.matches()) {
                throw Refusal.badRequest(WAIT_FORMAT);
            }
            long number = Long.parseLong(matcher.group(1));
            String unit = Optional.ofNullable(matcher.group(2)).orElse("ms");
            return inRange(
                    switch (unit) {
                        case "m" -> number * 60_000;
                        case "s" -> number * 1_000;
                        default -> number;
                    });
        }
        if (!wait.isNumber()) {
            return OptionalLong.empty();
        }
        OptionalLong millis = inRange(wait.asLong());
        if (!wait.isIntegralNumber()) {
            throw Refusal.crash();
        }
        return millis;
    }

    private static OptionalLong inRange(long millis) {
        if (millis < 500 || millis > 300_000) {
            throw Refusal.badRequest(WAIT_RANGE);
        }
        return OptionalLong.of(millis);
    }

    private static List<String> ackIds(Call call) {
        JsonNode ids = call.field("ack_ids");
        List<String> valid = new ArrayList<>();
        ids.forEach(id -> {
            if (id.isTextual() && Ids.isUuid(id.asText())) {
                valid.add(id.asText());
            }
        });
        if (!ids.isArray() || valid.isEmpty() || valid.size() < ids.size()) {
            throw Refusal.badRequest(ACK_IDS);
        }
        return valid;
    }
}
