package io.sequinmcp.sequin;

/**
 * What a look at a stream showed.
 *
 * @param returned whether the messages are available to all again; if not, although it was tried again and again, they
 *     are when their lease runs out
 */
public record Peek(Batch batch, boolean returned) {}
