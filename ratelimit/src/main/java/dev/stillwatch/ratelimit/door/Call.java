// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/**
 * One call over gRPC: an answer, or the status that says why there is none. Never UNKNOWN, and nothing is
 * thrown; failures are counted.
 *
 * @param <T> what is answered
 */
@FunctionalInterface
interface Call<T> {
    /** The answer. */
    T answer() throws InvalidRequestException, UndecidedException;

    /** Runs a call. */
    static <T> void run(InstrumentedLimiter limiter, StreamObserver<T> to, Call<T> call) {
        T answer;
        try {
            answer = call.answer();
        } catch (InvalidRequestException e) {
            limiter.invalid();
            to.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
            return;
        } catch (UndecidedException | RuntimeException | StackOverflowError e) {
            limiter.failed(e);
            to.onError(Status.UNAVAILABLE
                    .withDescription("the limiter cannot decide")
                    .asRuntimeException());
            return;
        }
        to.onNext(answer);
        to.onCompleted();
    }
}
