package io.sequinmcp.plans;

import java.time.Instant;

/** What came of presenting a plan id. */
public sealed interface Taking {
    /** It is yours, now and never again. */
    record Taken(Plan plan) implements Taking {}

    /** It is not to be had. */
    sealed interface Refused extends Taking {
        /** The reason, one sentence to be read by an agent. */
        String why();
    }

    /** There is none of that id, or it is another connector's or account's. */
    record Unknown() implements Refused {
        @Override
        public String why() {
            return "There is no such plan of this connector.";
        }
    }

    /** It was made too long ago. */
    record Expired(Instant at) implements Refused {
        @Override
        public String why() {
            return "The plan expired at " + at + ".";
        }
    }

    /** Somebody acted on it already. */
    record Used(Instant at) implements Refused {
        @Override
        public String why() {
            return "The plan was used at " + at + "; each is good for one attempt.";
        }
    }

    /** The key it was encrypted with is gone, or it was tampered with. */
    record Unreadable() implements Refused {
        @Override
        public String why() {
            return "The plan was encrypted with a key that this service no longer has.";
        }
    }

    /** It is about something else, and not used up by the mistake. */
    record OtherTarget(Target planned) implements Refused {
        @Override
        public String why() {
            return "The plan is for " + planned.kind() + " of " + planned.name() + ", not for this.";
        }
    }
}
