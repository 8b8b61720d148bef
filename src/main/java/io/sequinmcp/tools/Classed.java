package io.sequinmcp.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a tool is classed, for the scopes that select it. Required on every tool; without it the door shows the tool to
 * nobody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Classed {
    Effect effect();

    /** The tag, such as {@code sinks}; see the table of tools. */
    String tag();

    /** Effects that need this tool: a scope that has a tool of one of them has this one too, whatever its tags. */
    Effect[] servesAlso() default {};

    /** Whether it concerns all of an account: a connector that is pinned to a part of one has it not. */
    boolean wholeAccount() default false;
}
