// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /v1/alerts/stream}: alerts as server-sent events (WHATWG HTML, 9.2). {@code Last-Event-ID} resumes exactly
 * after the alert that bore it; without it the stream begins now, or with {@code ?from=oldest} at the oldest alert kept.
 */
final class AlertStreamService implements HttpService, AutoCloseable {
    private static final long GRACE_SECONDS = 3;

    private final AlertFeed feed;
    private final StreamLimits limits;
    private final ExecutorService threads;
    private volatile boolean ending;

    AlertStreamService(AlertFeed feed, StreamLimits limits) {
        this.feed = feed;
        this.limits = limits;
        // One thread a client, none waiting: a client beyond the limit is told so at once.
        this.threads =
                new ThreadPoolExecutor(0, limits.clients(), 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "alert-stream");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String last = request.headers().get("last-event-id", "");
        Optional<AlertPosition> position = AlertPosition.parse(last);
        if (!last.isEmpty() && position.isEmpty()) {
            return HttpResponse.of(
                    HttpStatus.BAD_REQUEST,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "Last-Event-ID is not one of this stream's ids, such as 0:17,1:4\n");
        }
        boolean oldest = "oldest".equals(context.queryParam("from"));
        context.clearRequestTimeout();
        HttpResponseWriter response = HttpResponse.streaming();
        response.write(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.EVENT_STREAM)
                .add(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .build());
        try {
            threads.execute(() -> new AlertStream(response, limits, () -> ending)
                    .run(() -> position.map(feed::after).orElseGet(oldest ? feed::fromOldest : feed::fromNow)));
        } catch (RejectedExecutionException e) {
            response.abort();
            return HttpResponse.of(
                    ResponseHeaders.builder(HttpStatus.SERVICE_UNAVAILABLE)
                            .add(HttpHeaderNames.RETRY_AFTER, "10")
                            .contentType(MediaType.PLAIN_TEXT_UTF_8)
                            .build(),
                    com.linecorp.armeria.common.HttpData.ofUtf8(
                            "all " + limits.clients() + " streams are taken; try again later\n"));
        }
        return response;
    }

    @Override
    public void close() {
        // A stream looks several times a second whether it should end; only one that waits for its client is
        // interrupted, because an interrupted reader closes its connections badly.
        ending = true;
        threads.shutdown();
        try {
            if (threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
