package io.sequinmcp.tools;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a tool was called before. For one minor version the old name still calls it, though it is listed no more, and
 * still means it in the lists of a scope. As it is another name of one tool, a scope that has not the tool has not the
 * old name either.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Formerly {
    /** The old name. */
    String value();
}
