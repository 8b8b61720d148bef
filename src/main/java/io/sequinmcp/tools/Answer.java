package io.sequinmcp.tools;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that an agent reads: snake_case names, and what is null is left out. A list or map that is better left
 * out when empty says so itself ({@link JsonInclude.Include#NON_EMPTY}); a count is never left out.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@JacksonAnnotationsInside
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public @interface Answer {
    /** What helps with most answers that are too large. */
    String LESS = "Ask for less: response_format concise, a filter, or a smaller limit.";

    /** How the caller gets what has to be left out when it is too large; of the record that a tool returns. */
    String wholeBy() default LESS;
}
