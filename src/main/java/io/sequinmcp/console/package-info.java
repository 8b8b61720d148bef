/**
 * The web page at {@code /}: files under {@code META-INF/resources}, the headers they are served with, and what lets
 * the page call this service. It uses nothing else of ours: what it shows and does, it asks the admin API for.
 */
@NullMarked
package io.sequinmcp.console;

import org.jspecify.annotations.NullMarked;
