package io.sequinmcp.sequin;

import io.sequinmcp.sequin.Problem.Code;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts how often one request was answered with 429, so that the caller learns that it was asked again. */
final class SlowDowns implements Consumer<SequinException> {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void accept(SequinException failure) {
        if (failure.is(Code.RATE_LIMITED)) {
            count.incrementAndGet();
        }
    }

    /** After it worked in the end. */
    void tell(String doing, Consumer<String> remarks) {
        if (count.get() > 0) {
            remarks.accept("Something in front of Sequin asked to slow down, so it took a second try to " + doing
                    + "; make fewer calls at a time.");
        }
    }

    /** After it did not. */
    SequinException told(SequinException failure) {
        return count.get() > 1 && failure.is(Code.RATE_LIMITED)
                ? new SequinException(
                        failure.problem().saying(failure.problem().message() + " It was asked twice."), failure.body())
                : failure;
    }
}
