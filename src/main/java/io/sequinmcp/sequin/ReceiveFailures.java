package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** What it means when Sequin hands out nothing because it failed, and what to do about it. */
final class ReceiveFailures {
    private static final long UNSEEN_SECONDS = 12;
    private static final long STARTING_SECONDS = 5;

    private final Call call;
    private final Finder finder;
    private final Sink sink;

    ReceiveFailures(Call call, Finder finder, Sink sink) {
        this.call = call;
        this.finder = finder;
        this.sink = sink;
    }

    /** The batch, or a failure that explains itself. */
    Uni<Batch> explained(Uni<Batch> batch) {
        return batch.onFailure(Streams::isGone)
                .recoverWithUni(failure -> unseen())
                .onFailure(ReceiveFailures::isCrash)
                .transform(failure -> unrendered((SequinException) failure))
                .onFailure(ReceiveFailures::hasNoBuffer)
                .transform(failure -> notRunning());
    }

    /** Sequin remembers for about 10 s that a stream was not there, also after it was made (section 8.3). */
    private Uni<Batch> unseen() {
        call.client().consumers().forgetAll();
        return finder.sink(sink.id()).flatMap(there -> Uni.createFrom()
                .failure(Problem.of(
                                Code.UNAVAILABLE,
                                Named.named(ResourceKind.SINK, there.name())
                                        + " is there, but Sequin does not hand out its messages yet: for"
                                        + " about 10 seconds it remembers that the name was unknown.")
                        .answered(404, Map.of())
                        .limited(new RateLimit(UNSEEN_SECONDS, null, null, null, null))
                        .next(NextStep.again())
                        .toException()));
    }

    private static boolean isCrash(Throwable failure) {
        return failure instanceof SequinException known
                && known.hasStatus(500)
                && known.body() != null
                && known.body().byFramework();
    }

    /** A transform or enrichment that fails on one message fails the whole batch (section 8.3). */
    private SequinException unrendered(SequinException failure) {
        Problem problem = failure.problem();
        return new SequinException(
                problem.saying(problem.message()
                                + " Most often a transform or an enrichment fails on a message, and the whole batch"
                                + " with it; the messages stay leased until their lease is over.")
                        .next(
                                new NextStep(
                                        "get_sink",
                                        Map.of("sink_id_or_name", sink.name(), "response_format", "detailed")),
                                new NextStep(
                                        "receive_messages", Map.of(Streams.PARAMETER, sink.name(), "batch_size", 1))),
                failure.body());
    }

    private static boolean hasNoBuffer(Throwable failure) {
        return failure instanceof SequinException known
                && known.body() != null
                && known.body().complains(Effort.NO_BUFFER);
    }

    /** It was tried again already, for a buffer that starts (recording 563). */
    private SequinException notRunning() {
        return Problem.of(
                        Code.UNAVAILABLE,
                        "Sequin is not running the buffer of " + Named.named(ResourceKind.SINK, sink.name())
                                + " just now (“:noproc”): it was created or changed a moment ago, is disabled, or its"
                                + " database cannot be reached. Nothing was handed out.")
                .answered(500, Map.of())
                .limited(new RateLimit(STARTING_SECONDS, null, null, null, null))
                .next(NextStep.again(), NextStep.of("diagnose_sink", "sink_id_or_name", sink.name()))
                .toException();
    }
}
