package io.sequinmcp.sandbox.api;

/** Something that is done once a document is stored: a slot to make, a backfill to start. */
record ConfigAction(String description, Runnable work) {}
