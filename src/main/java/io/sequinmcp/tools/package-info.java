/**
 * What an agent sees: one class per Sequin resource, one method per tool. May use {@code sequin}, {@code deliveries}
 * and {@code plans}.
 */
@NullMarked
package io.sequinmcp.tools;

import org.jspecify.annotations.NullMarked;
