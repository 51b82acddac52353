// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Stores for processors that run without a topology. */
final class InMemoryStores {
    private InMemoryStores() {}

    /** Gives the context a store of each name. */
    static void open(MockProcessorContext<byte[], byte[]> context, StoreName... names) {
        for (StoreName name : names) {
            context.addStateStore(open(context, name.label()));
        }
    }

    /** A store, without a changelog. */
    static KeyValueStore<Bytes, byte[]> open(MockProcessorContext<byte[], byte[]> context, String name) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
