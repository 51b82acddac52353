// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.query.AlertEvent;
import dev.stillwatch.auditor.query.AlertFeed;
import dev.stillwatch.auditor.query.AlertReading;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Hands on the alerts of a run while it runs, on a thread of its own; closing waits for the last one. */
final class AlertTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Thread thread;
    private volatile boolean ending;

    private AlertTail(AlertFeed feed, Consumer<String> sink) {
        this.thread = new Thread(() -> follow(feed, sink), "alert-tail");
        this.thread.setDaemon(true);
    }

    static AlertTail start(AlertFeed feed, Consumer<String> sink) {
        AlertTail tail = new AlertTail(feed, sink);
        tail.thread.start();
        return tail;
    }

    private void follow(AlertFeed feed, Consumer<String> sink) {
        try (AlertReading reading = feed.fromOldest()) {
            boolean last = false;
            while (!Thread.currentThread().isInterrupted()) {
                // Asked before the poll: what was committed before the end was asked for is still handed on.
                boolean asked = ending;
                List<AlertEvent> events = reading.poll(POLL);
                events.stream().map(AlertEvent::json).forEach(sink);
                if (asked && events.isEmpty()) {
                    if (last) {
                        return;
                    }
                    last = true;
                }
            }
        }
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
