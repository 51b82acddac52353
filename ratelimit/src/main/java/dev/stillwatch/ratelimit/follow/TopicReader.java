// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics by a thread of its own: all of their partitions, committed records only, from the beginning, and then for
 * ever. It is ready when it has read what was there when it began. Whatever goes wrong, reading begins anew: a record read
 * twice must change nothing.
 */
final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final long BETWEEN_CHECKS = TimeUnit.SECONDS.toNanos(5);

    /** What becomes of records. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes one record, and fails for none.
         *
         * @param stored whether it lay on the topic before reading began
         */
        void take(ConsumerRecord<byte[], byte[]> record, boolean stored);
    }

    private final String what;
    private final List<Topic> topics;
    private final String bootstrapServers;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Taker taker;
    /** How the first try ended: with what stood in its way, or with nothing. */
    private final CompletableFuture<Optional<FollowException>> ready = new CompletableFuture<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong turns = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean caughtUp;
    private volatile boolean away;
    private volatile long behind;
    private long checked;

    /**
     * A reader that has not begun.
     *
     * @param what is read, in words for the log
     * @param topics where it is
     */
    TopicReader(
            String what,
            List<Topic> topics,
            String bootstrapServers,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Taker taker) {
        this.what = what;
        this.topics = topics;
        this.bootstrapServers = bootstrapServers;
        this.consumers = consumers;
        this.taker = taker;
        this.thread = new Thread(this::run, what + "-reader");
        this.thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    /**
     * Waits until everything that was there at the start has been read.
     *
     * @return false when the time is over before that; it goes on trying
     * @throws FollowException when a topic is missing or may not be read, for which it goes on trying, or the address
     *     cannot be used
     */
    boolean awaitReady(Duration most) throws FollowException, InterruptedException {
        try {
            Optional<FollowException> first = ready.get(most.toNanos(), TimeUnit.NANOSECONDS);
            if (first.isPresent() && !caughtUp) {
                throw first.get();
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it so", e);
        }
    }

    /** Whether everything that was there at the start has been read. */
    boolean isReady() {
        return caughtUp;
    }

    /** Whether the first reading ended, also with what stood in its way. */
    boolean hasTried() {
        return ready.isDone();
    }

    /** Whether the broker did not answer when it was asked last. */
    boolean isAway() {
        return away;
    }

    /** Records on the broker that were not read yet, when it was asked last. */
    long behind() {
        return behind;
    }

    /** How often the broker went away or came back. */
    long turns() {
        return turns.get();
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> now = consumer;
        if (now != null) {
            now.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> now = consumers.get()) {
                consumer = now;
                read(now);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("{} are no longer read", what);
                return;
            } catch (FollowException e) {
                // Whoever makes the topics, or lets this limiter read them, may come later.
                cannotRead(e);
            } catch (AuthorizationException e) {
                cannotRead(FollowException.forbidden(bootstrapServers, topics, e));
            } catch (RuntimeException e) {
                if (consumer == null) {
                    ready.complete(Optional.of(FollowException.unusable(bootstrapServers, e)));
                    return;
                }
                // Whatever it was: a thread that ends would freeze the limits without a word.
                tell(true, e);
            }
            if (pause()) {
                return;
            }
        }
    }

    private void read(Consumer<byte[], byte[]> from) throws FollowException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : topics) {
            partitions.addAll(partitions(from, topic));
        }
        from.assign(partitions);
        from.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = from.endOffsets(partitions, PATIENCE);
        tell(false, null);
        checked = System.nanoTime();
        boolean catchingUp = true;
        while (!isClosed()) {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                taker.take(record, record.offset() < ends.getOrDefault(partition, 0L));
            }
            if (catchingUp && left(from, ends) == 0) {
                catchingUp = false;
                caughtUp = true;
                ready.complete(Optional.empty());
                LOG.info("{} are read up to now", what);
            }
            check(from, partitions);
        }
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> from, Topic topic) throws FollowException {
        List<PartitionInfo> infos = from.partitionsFor(topic.topicName(), PATIENCE);
        if (infos == null || infos.isEmpty()) {
            throw new FollowException("the cluster at " + bootstrapServers + " lacks " + topic.topicName()
                    + "; 'stillwatch run --bootstrap-servers " + bootstrapServers + " --create-topics' makes it");
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic.topicName(), info.partition()))
                .toList();
    }

    private static long left(Consumer<byte[], byte[]> from, Map<TopicPartition, Long> ends) {
        long left = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            left += Math.max(0, end.getValue() - from.position(end.getKey(), PATIENCE));
        }
        return left;
    }

    // A consumer is silent about a broker that is away; asking for the ends of the topics tells.
    private void check(Consumer<byte[], byte[]> from, List<TopicPartition> partitions) {
        long now = System.nanoTime();
        if (now - checked < BETWEEN_CHECKS) {
            return;
        }
        checked = now;
        try {
            behind = left(from, from.endOffsets(partitions, PATIENCE));
            tell(false, null);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            tell(true, e);
        }
    }

    private void tell(boolean isAway, @Nullable Exception why) {
        if (isAway == away) {
            return;
        }
        away = isAway;
        turns.incrementAndGet();
        if (isAway) {
            LOG.warn("{} cannot be read, what is known stays: {}", what, reason(why));
        } else {
            LOG.info("{} are read again", what);
        }
    }

    private static String reason(@Nullable Exception why) {
        return why instanceof FollowException
                ? String.valueOf(why.getMessage())
                : "is the broker away? why="
                        + (why == null ? "" : why.getClass().getSimpleName());
    }

    private void cannotRead(FollowException why) {
        if (ready.complete(Optional.of(why))) {
            LOG.error("{} cannot be read: {}", what, why.getMessage());
        } else {
            tell(true, why);
        }
    }

    private boolean pause() {
        try {
            return closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    static Consumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "allow.auto.create.topics",
                false,
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                1_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
