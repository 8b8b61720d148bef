/**
 * Why a sink is stuck, failing or silent: {@link io.sequinmcp.tools.diagnosis.Facts} are read at once, each for itself,
 * and every class of symptoms looks at them. One method per symptom, with what it means and the call that helps.
 */
@NullMarked
package io.sequinmcp.tools.diagnosis;

import org.jspecify.annotations.NullMarked;
