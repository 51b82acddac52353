// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.WireException;
import dev.stillwatch.ratelimit.standing.StandingBook;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records into the book when they verify. A record without a value frees nobody, whatever a compacted topic means by
 * it: it has no tag, so anybody could have written it.
 */
final class Reading {
    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final StandingBook book;
    private final StandingCodec standingCodec;
    private final ActCodec actCodec;
    private final LongAdder standings = new LongAdder();
    private final LongAdder acts = new LongAdder();
    private final Ignored ignored = new Ignored();
    private final LongAdder unverified = new LongAdder();

    Reading(StandingBook book, DeploymentKey key) {
        this.book = book;
        this.standingCodec = new StandingCodec(key);
        this.actCodec = new ActCodec(key);
    }

    /**
     * One record.
     *
     * @param stored whether it lay on the topic before reading began
     */
    void take(ConsumerRecord<byte[], byte[]> record, boolean stored) {
        if (record.value() == null && record.key() != null && record.topic().equals(Topic.STANDINGS.topicName())) {
            // The auditor forgot a subject. It carries no tag, so it ends nothing that was said of the subject before:
            // that ends by its own validity.
            return;
        }
        if (record.value() == null || record.key() == null) {
            ignored.add(record, "no key or no value");
            return;
        }
        try {
            if (record.topic().equals(Topic.STANDINGS.topicName())) {
                standing(record, stored);
            } else {
                act(record);
            }
        } catch (WireException e) {
            if (e.fault() == WireException.Fault.UNVERIFIED) {
                unverified.increment();
            }
            ignored.add(record, e.fault().name());
        }
    }

    long standings() {
        return standings.sum();
    }

    long acts() {
        return acts.sum();
    }

    long ignored() {
        return ignored.count();
    }

    long unverified() {
        return unverified.sum();
    }

    private void standing(ConsumerRecord<byte[], byte[]> record, boolean stored) throws WireException {
        Standing standing = standingCodec.decode(record.value());
        if (!isKeyOf(record, standing.subject())) {
            return;
        }
        standings.increment();
        var receipt = stored ? book.recall(standing) : book.accept(standing);
        LOG.trace("standing read receipt={}", receipt);
    }

    private void act(ConsumerRecord<byte[], byte[]> record) throws WireException {
        Act act = actCodec.decode(record.value());
        if (!isKeyOf(record, act.subject())) {
            return;
        }
        acts.increment();
        book.acceptAct(act);
    }

    private boolean isKeyOf(ConsumerRecord<byte[], byte[]> record, String subject) {
        boolean same = new String(record.key(), StandardCharsets.UTF_8).equals(subject);
        if (!same) {
            ignored.add(record, "key of another subject");
        }
        return same;
    }
}
