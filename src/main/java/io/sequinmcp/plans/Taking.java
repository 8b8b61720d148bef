package io.sequinmcp.plans;

import java.time.Instant;

/** What came of presenting a plan id. */
public sealed interface Taking {
    /** It is yours, now and never again. */
    record Taken(Plan plan) implements Taking {}

    /** There is none of that id, or it is another connector's or account's. */
    record Unknown() implements Taking {}

    /** It was made too long ago. */
    record Expired(Instant at) implements Taking {}

    /** Somebody acted on it already. */
    record Used(Instant at) implements Taking {}

    /** It is about something else, and not used up by the mistake. */
    record OtherTarget(Target planned) implements Taking {}
}
