/** The chart: linted, rendered and held against what it promises, with Helm's own engine and no cluster. */
@NullMarked
package io.sequinmcp.helm;

import org.jspecify.annotations.NullMarked;
