/**
 * What was done, tried and refused: one record per call, per admin act and per refusal at the door, chained so that
 * what is changed, taken out or moved is found. Knows neither tools nor connectors; they hand it what to write.
 */
@NullMarked
package io.sequinmcp.audit;

import org.jspecify.annotations.NullMarked;
