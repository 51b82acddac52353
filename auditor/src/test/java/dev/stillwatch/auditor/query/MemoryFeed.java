// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A feed of alerts held in memory, in two partitions. */
final class MemoryFeed implements AlertFeed {
    private static final int PARTITIONS = 2;
    private static final int BATCH = 500;

    private final List<AlertEvent> log = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    int openReadings() {
        return open.get();
    }

    synchronized void clear() {
        log.clear();
    }

    synchronized void add(int partition, String subject) {
        long offset = log.stream().filter(e -> e.partition() == partition).count();
        log.add(new AlertEvent(partition, offset, subject, "{\"subject\":\"" + subject + "\"}"));
        notifyAll();
    }

    @Override
    public AlertReading fromOldest() {
        return new Reading(0);
    }

    @Override
    public synchronized AlertReading fromNow() {
        return new Reading(log.size());
    }

    @Override
    public synchronized AlertReading after(AlertPosition position) {
        Reading reading = new Reading(0);
        reading.skip = position;
        return reading;
    }

    private final class Reading implements AlertReading {
        private int index;
        private AlertPosition skip = AlertPosition.of(Map.of());

        private Reading(int index) {
            this.index = index;
            open.incrementAndGet();
        }

        @Override
        public List<AlertEvent> poll(Duration atMost) {
            synchronized (MemoryFeed.this) {
                if (index == log.size()) {
                    try {
                        MemoryFeed.this.wait(atMost.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return List.of();
                    }
                }
                int to = Math.min(log.size(), index + BATCH);
                List<AlertEvent> events = log.subList(index, to).stream()
                        .filter(e -> e.offset() >= skip.next().getOrDefault(e.partition(), 0L))
                        .toList();
                index = to;
                return events;
            }
        }

        @Override
        public AlertPosition position() {
            synchronized (MemoryFeed.this) {
                Map<Integer, Long> next = new TreeMap<>();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    int wanted = partition;
                    next.put(
                            partition,
                            Math.max(
                                    skip.next().getOrDefault(partition, 0L),
                                    log.subList(0, index).stream()
                                            .filter(e -> e.partition() == wanted)
                                            .count()));
                }
                return AlertPosition.of(next);
            }
        }

        @Override
        public AlertPosition end() {
            synchronized (MemoryFeed.this) {
                Map<Integer, Long> next = new TreeMap<>();
                log.forEach(event -> next.merge(event.partition(), event.offset() + 1, Math::max));
                return AlertPosition.of(next);
            }
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
