// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a stream begins and ends, without a server. */
@Timeout(30)
class AlertStreamTest {
    private static final String GREETING = ": stillwatch alerts\nid: 0:7\n\n";
    private static final String OURS = ": the stream ended on our side; reconnect with Last-Event-ID\n\n";
    private static final StreamLimits LIMITS = new StreamLimits(1, Duration.ofSeconds(10), Duration.ofHours(1), 2);

    private final HttpResponseWriter response = HttpResponse.streaming();
    private final Script script = new Script();
    private boolean ending;

    @AfterEach
    void noInterruptIsLeft() {
        boolean unused = Thread.interrupted();
    }

    @Test
    void everyLineOfAFindingIsData() {
        script.then(() -> List.of(new AlertEvent(0, 7, "a", "{\n}"))).then(this::end);

        assertThat(told()).isEqualTo(GREETING + "event: alert\nid: 0:8\ndata: {\ndata: }\n\n");
    }

    @Test
    void moreThanABufferOfAlertsIsToldInOrder() {
        script.then(() -> List.of(alert(7), alert(8), alert(9))).then(this::end);

        assertThat(told().lines().filter(line -> line.startsWith("id: ")))
                .containsExactly("id: 0:7", "id: 0:8", "id: 0:9", "id: 0:10");
    }

    @Test
    void aSilentStreamSaysThatItLives() {
        script.then(List::of).then(this::end);

        assertThat(told(new StreamLimits(1, LIMITS.patience(), Duration.ZERO, 2), () -> script))
                .isEqualTo(GREETING + ": alive\n\n".repeat(2));
    }

    @Test
    void aFeedThatFailsEndsTheStreamWithTheWayBack() {
        script.then(() -> List.of(alert(7))).then(() -> {
            throw new IllegalStateException("the broker is gone");
        });

        assertThat(told()).endsWith("id: 0:8\ndata: {}\n\n" + OURS);
        assertThat(script.closed).isTrue();
    }

    @Test
    void aFeedThatCannotBeOpenedEndsTheStreamWithTheWayBack() {
        assertThat(told(LIMITS, () -> {
                    throw new IllegalStateException("no broker");
                }))
                .isEqualTo(OURS);
    }

    @Test
    void aServerThatEndsReadsNoFurther() {
        ending = true;

        assertThat(told()).isEqualTo(GREETING);
        assertThat(script.closed).isTrue();
    }

    @Test
    void aClientThatIsGoneAlreadyClosesTheFeed() {
        response.close();
        new AlertStream(response, LIMITS, () -> ending).run(() -> script);

        assertThat(script.closed).isTrue();
    }

    @Test
    void aClientThatGoesBetweenReadsEndsTheStream() {
        script.then(this::leave);

        assertThat(told()).isEqualTo(GREETING);
        assertThat(script.closed).isTrue();
    }

    @Test
    void aFeedThatFailsWhenTheClientIsGoneIsClosed() {
        script.then(() -> {
            response.close();
            throw new IllegalStateException("the broker is gone");
        });

        assertThat(told()).isEqualTo(GREETING);
        assertThat(script.closed).isTrue();
    }

    @Test
    void anInterruptDuringAReadEndsTheStream() {
        script.then(() -> {
            Thread.currentThread().interrupt();
            return List.of();
        });

        assertThat(told()).isEqualTo(GREETING);
        assertThat(script.closed).isTrue();
    }

    @Test
    void anInterruptClosesTheFeed() {
        CompletableFuture<AggregatedHttpResponse> whole = begun();
        Thread.currentThread().interrupt();
        new AlertStream(response, LIMITS, () -> ending).run(() -> script);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(whole.join().contentUtf8()).isEqualTo(GREETING);
        assertThat(script.closed).isTrue();
    }

    private String told() {
        return told(LIMITS, () -> script);
    }

    private String told(StreamLimits limits, Supplier<AlertReading> opening) {
        CompletableFuture<AggregatedHttpResponse> whole = begun();
        new AlertStream(response, limits, () -> ending).run(opening);
        boolean unused = Thread.interrupted();
        return whole.join().contentUtf8();
    }

    private CompletableFuture<AggregatedHttpResponse> begun() {
        response.write(ResponseHeaders.of(200));
        return response.aggregate();
    }

    private List<AlertEvent> leave() {
        response.close();
        return List.of();
    }

    private List<AlertEvent> end() {
        ending = true;
        return List.of();
    }

    private static AlertEvent alert(long offset) {
        return new AlertEvent(0, offset, "a", "{}");
    }

    /** A reading that stands at 0:7 and does at each read what it was told to. */
    private static final class Script implements AlertReading {
        private final Deque<Supplier<List<AlertEvent>>> reads = new ArrayDeque<>();
        private boolean closed;

        private Script then(Supplier<List<AlertEvent>> read) {
            reads.add(read);
            return this;
        }

        @Override
        public List<AlertEvent> poll(Duration atMost) {
            return reads.remove().get();
        }

        @Override
        public AlertPosition position() {
            return AlertPosition.of(Map.of(0, 7L));
        }

        @Override
        public AlertPosition end() {
            throw new AssertionError("a stream has no end");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
