/**
 * What an agent sees: one class per Sequin resource, one method per tool. May use {@code sequin}, {@code deliveries}
 * and {@code plans}.
 *
 * <p>Every tool is a method of a few lines in a {@link io.sequinmcp.tools.Guarded} class: it asks the facade through
 * the {@link io.sequinmcp.tools.Caller} and returns a {@code Uni} of an {@link io.sequinmcp.tools.Answer} record, or
 * lets a {@link io.sequinmcp.sequin.SequinException} pass to the door. It declares a name, a title "Resource: Verb", a
 * description (when to use it, what it changes), all hints and its {@link io.sequinmcp.tools.Classed class}. Parameters
 * are flat, with their public names in {@code @ToolArg}, bounds by Bean Validation, enums as Java enums whose constants
 * carry the spelling that is sent; an optional one is {@code @Nullable} and {@code required = false}. Schemas come from
 * {@link io.sequinmcp.tools.ToolSchemas}.
 */
@NullMarked
package io.sequinmcp.tools;

import org.jspecify.annotations.NullMarked;
