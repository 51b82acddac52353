// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** On which threads doors decide. */
public enum Threads {
    /** The server's event loops: for a limiter that never waits. */
    EVENT_LOOP,
    /** Threads that may wait, of which the server has a bounded number: for a limiter that asks others. */
    BLOCKING;

    /** An answer that is made on them. */
    HttpResponse answer(ServiceRequestContext context, Supplier<HttpResponse> made) {
        return this == EVENT_LOOP ? made.get() : HttpResponse.of(made, context.blockingTaskExecutor());
    }

    /** Where to go on when a request has come whole. */
    Executor of(ServiceRequestContext context) {
        return this == EVENT_LOOP ? Runnable::run : context.blockingTaskExecutor();
    }
}
