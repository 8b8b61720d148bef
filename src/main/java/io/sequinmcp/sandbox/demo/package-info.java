/**
 * The world a first run meets: databases, sinks of many kinds, some of them in trouble, and an application that writes.
 */
@NullMarked
package io.sequinmcp.sandbox.demo;

import org.jspecify.annotations.NullMarked;
