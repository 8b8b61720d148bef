package io.sequinmcp.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the tools whose facts a prompt or resource shows. A connector that has all of them has it, any other one has
 * not, so that neither scope, tags nor lists of tools can be got around by it. Without this mark the door shows it to
 * nobody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface FactsOf {
    /** Names of tools; none if it shows nothing of any account. */
    String[] value();
}
