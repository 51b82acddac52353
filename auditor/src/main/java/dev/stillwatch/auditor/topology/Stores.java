// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.topology;

import dev.stillwatch.auditor.processor.StoreName;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;

/** How each store is kept. Values are bytes in formats of our own; Kafka's serdes never see more. */
final class Stores {
    private static final Duration DUPLICATE_RETENTION = Duration.ofHours(96);

    private Stores() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> inMemory(StoreName name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name.label()),
                Serdes.Bytes(),
                Serdes.ByteArray());
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> persistent(StoreName name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name.label()),
                Serdes.Bytes(),
                Serdes.ByteArray());
    }

    static StoreBuilder<WindowStore<Bytes, byte[]>> persistentWindows(StoreName name) {
        return org.apache.kafka.streams.state.Stores.windowStoreBuilder(
                org.apache.kafka.streams.state.Stores.persistentWindowStore(
                        name.label(), DUPLICATE_RETENTION, Duration.ofMillis(1), false),
                Serdes.Bytes(),
                Serdes.ByteArray());
    }
}
