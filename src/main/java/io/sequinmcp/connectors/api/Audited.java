package io.sequinmcp.connectors.api;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an operation of the admin API that is taken down: before it is carried out, and what came of it. An
 * architecture test demands it on every one that is no GET.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Audited {
    /** What the audit calls it, such as {@code create_connector}. */
    @Nonbinding
    String value() default "";

    /** What it acts on, such as {@code connector}. */
    @Nonbinding
    String on() default "";
}
