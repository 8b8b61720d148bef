/** The ledger of previews: what was shown before a deletion or a YAML apply, single use and expiring. */
@NullMarked
package io.sequinmcp.plans;

import org.jspecify.annotations.NullMarked;
