// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What people decided about each subject: the latest {@link Act#MOST} verified acts, oldest first. Acts are few, people
 * write them: all are held in memory beside the store, so that judging an account reads nothing. One thread.
 */
final class ActShelf {
    private final KeyValueStore<Bytes, byte[]> store;
    private final ActCodec codec;
    private final Map<String, List<Act>> subjects = new HashMap<>();

    ActShelf(KeyValueStore<Bytes, byte[]> store, ActCodec codec) {
        this.store = store;
        this.codec = codec;
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                subjects.put(Wire.text(entry.key.get()), read(entry.value));
            }
        }
    }

    /** Keeps the act when its tag verifies and it is about the subject that keys it, and gives it; an act is kept once. */
    Optional<Act> keep(String subject, byte[] value) {
        try {
            Act act = codec.decode(value);
            if (!act.subject().equals(subject)) {
                return Optional.empty();
            }
            List<Act> acts = new ArrayList<>(of(subject));
            acts.removeIf(other -> other.id().equals(act.id()));
            acts.add(act);
            acts.sort(Act.ORDER);
            write(subject, acts.subList(Math.max(0, acts.size() - Act.MOST), acts.size()));
            return Optional.of(act);
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    /** The subject's acts, oldest first. */
    List<Act> of(String subject) {
        return subjects.getOrDefault(subject, List.of());
    }

    /** What is decided for an account under a policy: its own acts, and the promotions of the policy. */
    List<Act> of(String account, Policy policy) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        List<Act> promotions = Stream.of(policy.name(), policy.id())
                .flatMap(subject -> of(subject).stream())
                .filter(act -> act.kind() == Act.Kind.PROMOTE)
                .toList();
        if (promotions.isEmpty()) {
            return of(account);
        }
        List<Act> both = new ArrayList<>(of(account));
        both.addAll(promotions);
        return both;
    }

    private List<Act> read(byte[] bytes) {
        List<Act> acts = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            byte[] one = new byte[in.getInt()];
            in.get(one);
            acts.add(Wire.own(codec, one));
        }
        return acts;
    }

    private void write(String subject, List<Act> acts) {
        List<byte[]> encoded = acts.stream().map(codec::encode).toList();
        int size =
                encoded.stream().mapToInt(bytes -> bytes.length + Integer.BYTES).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        encoded.forEach(bytes -> out.putInt(bytes.length).put(bytes));
        store.put(Bytes.wrap(Wire.key(subject)), out.array());
        subjects.put(subject, List.copyOf(acts));
    }
}
