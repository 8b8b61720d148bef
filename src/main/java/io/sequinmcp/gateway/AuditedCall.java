package io.sequinmcp.gateway;

import io.sequinmcp.audit.Entry;
import io.sequinmcp.audit.Intent;
import io.sequinmcp.audit.Kind;
import io.sequinmcp.audit.Outcome;
import io.sequinmcp.sequin.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call on its way, as the audit tells of it. What it needs to know is collected while the call goes on. */
final class AuditedCall {
    private final CallTrail trail;
    private String name;
    private final Instant at;
    private final long begun = System.nanoTime();
    private Object arguments;
    private @Nullable String tag;
    private @Nullable Intent intent;
    private @Nullable AnswerFacts facts;
    private @Nullable Outcome outcome;
    private @Nullable String code;
    private @Nullable String detail;
    private long micros;
    private boolean taken;
    private boolean told;

    AuditedCall(CallTrail trail, String name, Object arguments, Instant at) {
        this.trail = trail;
        this.name = name;
        this.arguments = arguments;
        this.at = at;
    }

    String name() {
        return name;
    }

    /** That of the request it came with. */
    @Nullable
    String requestId() {
        return trail.who().requestId();
    }

    /** How the call was read; nobody may change its arguments any more. */
    void understood(String tool, Object read) {
        name = tool;
        arguments = read;
    }

    void tagged(@Nullable String area) {
        tag = area;
    }

    void begun(Intent written) {
        intent = written;
    }

    @Nullable
    Intent intent() {
        return intent;
    }

    /** @param answer the tool's */
    void succeeded(Object answer) {
        facts = AnswerFacts.of(name, answer, intent != null);
        end(Outcome.OK, null, null);
    }

    void cancelled() {
        end(Outcome.CANCELLED, null, null);
    }

    /** It is a refusal if it was a rule of ours that kept it from being done, before Sequin was asked to do it. */
    void failed(Problem problem) {
        boolean ours = problem.status() == null
                && switch (problem.code()) {
                    case INVALID_ARGUMENT, NOT_FOUND, CONFLICT, FORBIDDEN, RATE_LIMITED, STALE -> true;
                    case UNAUTHORIZED, UNAVAILABLE, UPSTREAM_ERROR, INTERNAL -> false;
                };
        end(ours ? Outcome.REFUSED : Outcome.FAILED, problem.code().name().toLowerCase(Locale.ROOT), problem.message());
    }

    /** Its request ended before anything of ours began to work on it: the protocol's layer answered. */
    void notRun() {
        end(name.indexOf('/') > 0 ? Outcome.OK : Outcome.FAILED, name.indexOf('/') > 0 ? null : "protocol", null);
    }

    void refused(String why, String sentence) {
        end(Outcome.REFUSED, why, sentence);
    }

    private void end(Outcome how, @Nullable String why, @Nullable String sentence) {
        if (outcome == null) {
            outcome = how;
            code = why;
            detail = sentence;
            micros = (System.nanoTime() - begun) / 1000;
            trail.ended(this);
        }
    }

    /** Whether a tool works on it. */
    boolean isTaken() {
        return taken;
    }

    void take() {
        taken = true;
    }

    boolean isOver() {
        return outcome != null;
    }

    /** Whether it is to be told now; once. */
    boolean tell() {
        boolean first = !told;
        told = true;
        return first;
    }

    /** As it is before it goes out. */
    Supplier<Entry> intention(Masking masking) {
        return entry(masking, Entry.Result.of(Outcome.BEGUN));
    }

    /** @param answered whether the caller got the answer */
    Supplier<Entry> outcome(Masking masking, boolean answered) {
        Outcome known = outcome == null ? Outcome.UNKNOWN : outcome;
        Entry.Result result = answered || known == Outcome.CANCELLED
                ? new Entry.Result(known, code, detail, micros, null)
                : new Entry.Result(Outcome.UNANSWERED, code == null ? known.word() : code, detail, micros, null);
        return entry(masking, result);
    }

    /** Holds nothing of the exchange, which is large. */
    private Supplier<Entry> entry(Masking masking, Entry.Result result) {
        CallTrail.Who who = trail.who();
        Instant when = at;
        String operation = name;
        Object sent = arguments;
        String area = tag;
        AnswerFacts known = facts;
        return () -> new Entry(
                when,
                Kind.CALL,
                who.requestId(),
                who.actor(),
                ResourceNamed.in(area, sent, known)
                        .act(masking.text(operation), masking.arguments(who.connector(), sent), known),
                new Entry.Result(
                        result.outcome(),
                        result.code(),
                        result.detail() == null ? null : masking.text(result.detail()),
                        result.durationMicros(),
                        null),
                1);
    }
}
