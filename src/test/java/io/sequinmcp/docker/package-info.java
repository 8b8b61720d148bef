/** Image and compose files: held against what the service, Sequin and each other know. No Docker is needed. */
@NullMarked
package io.sequinmcp.docker;

import org.jspecify.annotations.NullMarked;
