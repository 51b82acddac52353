// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The floor: the same records through plain Jackson, 64 bytes written per account, nothing else. What any stream
 * application that reads these logs with exactly-once has to pay.
 */
final class FloorTopology {
    private static final String STORE = "floor-accounts";
    private static final int VALUE_BYTES = 64;

    private FloorTopology() {}

    /**
     * The topology.
     *
     * @param processed counts the records that have passed
     */
    static Topology build(LongAdder processed) {
        Topology topology = new Topology();
        topology.addSource(
                "floor-usage",
                Serdes.ByteArray().deserializer(),
                Serdes.ByteArray().deserializer(),
                Topic.USAGE.topicName());
        topology.addProcessor("floor-count", () -> new Floor(processed), "floor-usage");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()),
                "floor-count");
        return topology;
    }

    private static final class Floor implements Processor<byte[], byte[], Void, Void> {
        private final ObjectReader reader = JsonMapper.builder().build().readerFor(JsonNode.class);
        private final LongAdder processed;
        private KeyValueStore<String, byte[]> accounts;

        @SuppressWarnings("NullAway.Init") // the store arrives in init, before the first record
        Floor(LongAdder processed) {
            this.processed = processed;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            accounts = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (record.value() == null || record.value().length == 0) {
                return; // the end of input, which only the auditor needs
            }
            try {
                JsonNode usage = reader.readTree(record.value());
                String account = usage.path("account").path("id").asText();
                byte[] before = accounts.get(account);
                byte[] after = before == null ? new byte[VALUE_BYTES] : before;
                ByteBuffer buffer = ByteBuffer.wrap(after);
                buffer.putLong(0, buffer.getLong(0) + 1);
                accounts.put(account, after);
                processed.increment();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
