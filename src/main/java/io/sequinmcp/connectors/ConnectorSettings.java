package io.sequinmcp.connectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator writes of a connector, word by word; {@link ConnectorRules} says what it means. Everything but
 * {@code methods}, {@code tags} and {@code confirm} only ever narrows.
 *
 * @param methods {@code read}, {@code write}, {@code custom}, or {@code get}, {@code list}, {@code create},
 *     {@code update}, {@code delete}; {@code read} when not given
 * @param tags areas, such as {@code sinks}; all but {@code advanced} when not given
 * @param tools tools by name
 * @param pins the part of the account that is seen
 * @param protectedNames name patterns of what may be seen but not changed
 * @param requireApiTokenAuth whether a caller token has to come with every request
 * @param limits how much may be done
 * @param confirm {@code plan}, so that a deletion takes a plan, or {@code none}; {@code plan} when not given
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectorSettings(
        @Nullable List<String> methods,
        @Nullable List<String> tags,
        @Nullable Tools tools,
        @Nullable Pins pins,
        @Nullable List<String> protectedNames,
        @Nullable Boolean requireApiTokenAuth,
        @Nullable LimitSettings limits,
        @Nullable String confirm) {
    /** Reading, everywhere, without limits. */
    public static final ConnectorSettings NONE = new ConnectorSettings(null, null, null, null, null, null, null, null);

    /**
     * Tools by name.
     *
     * @param allow when given, the only ones there are
     * @param deny those there are not
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tools(@Nullable List<String> allow, @Nullable List<String> deny) {}

    /**
     * Name patterns, in which {@code *} stands for any run of characters; of a kind without any, everything is seen.
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Pins(
            @Nullable List<String> sinks, @Nullable List<String> databases, @Nullable List<String> httpEndpoints) {}

    /** See {@link Limits}. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LimitSettings(
            @Nullable Integer callsPerMinute, @Nullable Integer concurrentCalls, @Nullable Integer writesPerDay) {}
}
