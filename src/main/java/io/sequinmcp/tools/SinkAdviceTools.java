package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.sequinmcp.deliveries.Deliveries;
import io.sequinmcp.sequin.DestinationType;
import io.sequinmcp.sequin.DestinationTypes;
import io.sequinmcp.sequin.NextStep;
import io.sequinmcp.sequin.Sink;
import io.sequinmcp.tools.diagnosis.Facts;
import io.sequinmcp.tools.diagnosis.Finding;
import io.sequinmcp.tools.diagnosis.SinkDiagnosis;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finding out about sinks: what is wrong with one, and what a new one is made of. */
@Guarded
@Singleton
public class SinkAdviceTools {
    private final Caller caller;
    private final Deliveries deliveries;
    private final Clock clock;

    public SinkAdviceTools(Caller caller, Deliveries deliveries, Clock clock) {
        this.caller = caller;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    @Tool(
            name = "diagnose_sink",
            title = "Sinks: Diagnose",
            description = "Finds out why a sink is stuck, failing or silent: its checks and settings, a connection"
                    + " test of its database, backfills, open deliveries, slot size and lag if Sequin's metrics"
                    + " are known, and other sinks that can hold up the same replication slot. Findings come"
                    + " gravest first, each with evidence and the call that helps. Changes nothing; takes up to"
                    + " 25 seconds.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: Diagnose",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true))
    @Classed(effect = Effect.GET, tag = "sinks")
    public Uni<Diagnosis> diagnoseSink(
            @ToolArg(name = "sink_id_or_name", description = Parameters.SINK) @NotBlank String sink,
            Progress progress,
            Cancellation cancellation) {
        Pace pace = new Pace(progress, cancellation, caller);
        Facts.Heard heard = (parts, what) -> pace.say(parts, (long) Facts.PARTS, "Read: " + what);
        return pace.whileWanted(
                pace.ending(Facts.of(caller.sequin(), deliveries, caller.connector(), sink, clock.instant(), heard)
                        .map(facts -> Diagnosis.of(facts, caller))));
    }

    @Tool(
            name = "describe_sink_type",
            title = "Sinks: Describe type",
            description =
                    "Describes the destination of a sink type, for a new sink and for replacing a destination: its"
                            + " fields, which are required or secret, defaults, the target that a routing function"
                            + " replaces, and a complete example.",
            structuredContent = true,
            annotations =
                    @Tool.Annotations(
                            title = "Sinks: Describe type",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false))
    @Classed(effect = Effect.GET, tag = "sinks")
    public Uni<TypeDescription> describeSinkType(@ToolArg(name = "type") SinkType type) {
        return Uni.createFrom()
                .item(() -> TypeDescription.of(
                        DestinationTypes.get(type.word()),
                        caller.offered(NextStep.of("create_sink").asking("name", "database", "destination"))));
    }

    /** The types a sink can have; the API description knows what each is made of. */
    public enum SinkType implements Choice {
        WEBHOOK,
        SEQUIN_STREAM,
        KAFKA,
        RABBITMQ,
        REDIS_STREAM,
        REDIS_STRING,
        SQS,
        SNS,
        KINESIS,
        S2,
        GCP_PUBSUB,
        NATS,
        AZURE_EVENT_HUB,
        TYPESENSE,
        MEILISEARCH,
        ELASTICSEARCH
    }

    /**
     * What was found out about a sink.
     *
     * @param health as Sequin sums it up; absent when it does not tell
     * @param bySeverity how many findings there are of each
     */
    @Answer
    public record Diagnosis(
            String sink,
            String type,
            String database,
            String status,
            @Nullable String health,
            String summary,
            Map<String, Long> bySeverity,
            List<Finding> findings) {

        public static Diagnosis of(Facts facts, Caller caller) {
            List<Finding> findings = SinkDiagnosis.of(facts).stream()
                    .map(finding -> finding.without(
                            finding.next() == null || caller.has(finding.next().tool())))
                    .toList();
            Sink sink = facts.sink();
            return new Diagnosis(
                    sink.name(),
                    sink.destinationType(),
                    sink.database(),
                    sink.status(),
                    sink.health() == null ? null : sink.health().status(),
                    summary(findings),
                    findings.stream()
                            .collect(Collectors.groupingBy(
                                    finding -> finding.severity().word(), LinkedHashMap::new, Collectors.counting())),
                    findings);
        }

        private static String summary(List<Finding> findings) {
            return findings.stream()
                    .filter(finding -> finding.severity() != Finding.Severity.INFO)
                    .findFirst()
                    .map(Finding::finding)
                    .orElse("Nothing is wrong that Sequin or its database would show.");
        }
    }

    /**
     * What a destination is made of.
     *
     * @param routing whether {@code routing} matters for this type
     * @param targets the fields that name the target; a routing function takes their place
     */
    @Answer
    public record TypeDescription(
            String type,
            String description,
            String routing,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> targets,
            List<Field> fields,
            Map<String, Object> example,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NextStep> next) {

        static TypeDescription of(DestinationType type, List<NextStep> next) {
            return new TypeDescription(
                    type.type(),
                    type.description(),
                    type.routed()
                            ? "optional: none (the default) for the fixed target, or a routing function"
                            : "optional: a routing function",
                    type.targets(),
                    type.fields().stream().map(Field::of).toList(),
                    type.example(),
                    next);
        }
    }

    /**
     * One field of a destination.
     *
     * @param secret masked in every answer: it can be set, and never read back
     * @param fields what it is made of, if it is an object
     */
    @Answer
    public record Field(
            String name,
            String type,
            String description,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean required,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean secret,
            @Nullable @JsonProperty("default") Object defaultValue,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> allowed,
            @Nullable Integer minimum,
            @Nullable Integer maximum,
            @Nullable Integer maxLength,
            @Nullable String pattern,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Field> fields) {

        static Field of(DestinationType.Field field) {
            return new Field(
                    field.name(),
                    field.type(),
                    field.description(),
                    field.required(),
                    field.secret(),
                    field.defaultValue(),
                    field.allowed(),
                    field.minimum(),
                    field.maximum(),
                    field.maxLength(),
                    field.pattern(),
                    field.fields().stream().map(Field::of).toList());
        }
    }
}
