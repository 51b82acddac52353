// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.forming;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The other way to form rings: every account and artefact is a key, knows its neighbours and the least number that it
 * has heard of, and tells its neighbours when that falls. When nobody has anything to tell, all of a ring have one
 * number. Spreads over any number of tasks; each hop is a record on a topic that the application reads again.
 */
final class LabelPropagation {
    static final String TOPIC = "forming-labels";
    static final byte LINK = 0;
    static final byte LABEL = 1;

    private static final String NEIGHBOURS = "forming-neighbours";
    private static final String LABELS = "forming-least";

    private LabelPropagation() {}

    /**
     * The topology.
     *
     * @param sent counts what nodes told each other
     * @param heard counts the records processed, links and labels
     */
    static Topology build(LongAdder sent, LongAdder heard) {
        Topology topology = new Topology();
        topology.addSource(
                "forming-heard",
                Serdes.ByteArray().deserializer(),
                Serdes.ByteArray().deserializer(),
                TOPIC);
        topology.addProcessor("forming-node", () -> new Node(sent, heard), "forming-heard");
        for (String store : List.of(NEIGHBOURS, LABELS)) {
            topology.addStateStore(
                    Stores.keyValueStoreBuilder(
                                    Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                            .withCachingEnabled(),
                    "forming-node");
        }
        topology.addSink(
                "forming-told",
                TOPIC,
                Serdes.ByteArray().serializer(),
                Serdes.ByteArray().serializer(),
                "forming-node");
        return topology;
    }

    /** What one node tells another. */
    static byte[] message(byte kind, long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
    }

    /** The key of a node. */
    static byte[] key(long node) {
        return ByteBuffer.allocate(Long.BYTES).putLong(node).array();
    }

    private static final class Node implements Processor<byte[], byte[], byte[], byte[]> {
        private static final byte[] NOTHING = {};

        private final LongAdder sent;
        private final LongAdder heard;
        private ProcessorContext<byte[], byte[]> context;
        private KeyValueStore<Bytes, byte[]> neighbours;
        private KeyValueStore<Bytes, byte[]> labels;

        @SuppressWarnings("NullAway.Init") // context and stores arrive in init, before the first record
        Node(LongAdder sent, LongAdder heard) {
            this.sent = sent;
            this.heard = heard;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
            neighbours = given.getStateStore(NEIGHBOURS);
            labels = given.getStateStore(LABELS);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            ByteBuffer value = ByteBuffer.wrap(record.value());
            byte kind = value.get();
            long number = value.getLong();
            Bytes node = Bytes.wrap(record.key());
            byte[] known = labels.get(node);
            long least = known == null
                    ? ByteBuffer.wrap(record.key()).getLong()
                    : ByteBuffer.wrap(known).getLong();
            if (kind == LINK) {
                neighbours.put(pair(record.key(), number), NOTHING);
                if (known == null) {
                    labels.put(node, key(least));
                }
                tell(number, least, record.timestamp());
            } else if (number < least) {
                labels.put(node, key(number));
                of(record.key()).forEach(neighbour -> tell(neighbour, number, record.timestamp()));
            }
            heard.increment();
        }

        private List<Long> of(byte[] node) {
            List<Long> all = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> range = neighbours.range(pair(node, 0), pair(node, Long.MAX_VALUE))) {
                while (range.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = range.next();
                    all.add(ByteBuffer.wrap(entry.key.get()).getLong(Long.BYTES));
                }
            }
            return all;
        }

        private void tell(long neighbour, long label, long timestamp) {
            sent.increment();
            context.forward(new Record<>(key(neighbour), message(LABEL, label), timestamp));
        }

        private static Bytes pair(byte[] node, long neighbour) {
            return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES)
                    .put(node)
                    .putLong(neighbour)
                    .array());
        }
    }
}
