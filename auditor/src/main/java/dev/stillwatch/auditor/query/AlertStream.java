// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream, on one thread. It reads on only when the client has taken what was written, so that at most one
 * buffer of alerts waits in memory however slow the client is; one that takes nothing for the stated patience is let go
 * with a comment and resumes with its last id.
 */
final class AlertStream {
    private static final Logger LOG = LoggerFactory.getLogger(AlertStream.class);

    private final HttpResponseWriter response;
    private final StreamLimits limits;
    private final BooleanSupplier ending;

    AlertStream(HttpResponseWriter response, StreamLimits limits, BooleanSupplier ending) {
        this.ending = ending;
        this.response = response;
        this.limits = limits;
    }

    void run(Supplier<AlertReading> opening) {
        try (AlertReading reading = opening.get()) {
            AlertPosition position = reading.position();
            // An event without data sets the client's last id and nothing else: a resume before the first alert is
            // exact.
            if (!write(": stillwatch alerts\nid: " + position.text() + "\n\n")) {
                return;
            }
            long silentSince = System.nanoTime();
            while (response.isOpen()
                    && !ending.getAsBoolean()
                    && !Thread.currentThread().isInterrupted()) {
                List<AlertEvent> events = reading.poll(Duration.ofMillis(200));
                for (int from = 0; from < events.size(); from += limits.buffer()) {
                    List<AlertEvent> part = events.subList(from, Math.min(events.size(), from + limits.buffer()));
                    StringBuilder text = new StringBuilder();
                    for (AlertEvent event : part) {
                        position = position.after(event);
                        append(text, position, event);
                    }
                    if (!write(text.toString())) {
                        return;
                    }
                    silentSince = System.nanoTime();
                }
                if (System.nanoTime() - silentSince > limits.heartbeat().toNanos()) {
                    if (!write(": alive\n\n")) {
                        return;
                    }
                    silentSince = System.nanoTime();
                }
            }
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("reason", e.getClass().getSimpleName()).log("alert stream ended");
            end("the stream ended on our side; reconnect with Last-Event-ID");
        } finally {
            response.close();
        }
    }

    private static void append(StringBuilder text, AlertPosition position, AlertEvent event) {
        text.append("event: alert\nid: ").append(position.text()).append('\n');
        event.json().lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        text.append('\n');
    }

    /** Writes and waits until the client's connection took it; false when it is gone or too slow. */
    private boolean write(String text) {
        if (!response.tryWrite(HttpData.ofUtf8(text))) {
            return false;
        }
        try {
            response.whenConsumed().get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            end("too slow: nothing was read for " + limits.patience().toSeconds() + " s; reconnect with Last-Event-ID");
            return false;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Says why and closes; a client that does not even take the comment loses its connection, and we its memory. */
    private void end(String comment) {
        if (!response.tryWrite(HttpData.ofUtf8(": " + comment + "\n\n"))) {
            return;
        }
        response.close();
        try {
            response.whenComplete().get(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.abort();
        } catch (ExecutionException e) {
            LOG.atDebug().log("alert stream's connection had gone already");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
