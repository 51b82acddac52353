// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@code GET /v1/alerts?about=SUBJECT|UID}: the findings kept, one JSON object a line; no line when there is none. */
final class AlertSearchService implements HttpService, AutoCloseable {
    private static final MediaType LINES = MediaType.create("application", "x-ndjson");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 4;
    private static final int LONGEST_NAME = 512;

    private final AlertSearch search;
    // A search reads the whole log of alerts: a few at once, none waiting.
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "alert-search");
                thread.setDaemon(true);
                return thread;
            });

    AlertSearchService(AlertFeed feed) {
        this.search = new AlertSearch(feed, PATIENCE);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String wanted = context.queryParams().get("about", "");
        if (wanted.isBlank() || wanted.length() > LONGEST_NAME) {
            return HttpResponse.of(
                    HttpStatus.BAD_REQUEST,
                    MediaType.PLAIN_TEXT_UTF_8,
                    "say whom: /v1/alerts?about=ACCOUNT, a ring or a finding's uid\n");
        }
        context.clearRequestTimeout();
        try {
            return HttpResponse.of(CompletableFuture.supplyAsync(() -> answer(search.about(wanted)), threads));
        } catch (RejectedExecutionException e) {
            return HttpResponse.of(
                    ResponseHeaders.builder(HttpStatus.SERVICE_UNAVAILABLE)
                            .add(HttpHeaderNames.RETRY_AFTER, "5")
                            .contentType(MediaType.PLAIN_TEXT_UTF_8)
                            .build(),
                    com.linecorp.armeria.common.HttpData.ofUtf8(AT_ONCE + " searches run already; try again later\n"));
        }
    }

    private static HttpResponse answer(List<String> findings) {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text.append(finding).append('\n'));
        return HttpResponse.of(HttpStatus.OK, LINES, text.toString());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
