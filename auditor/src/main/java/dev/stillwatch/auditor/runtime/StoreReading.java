// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.processor.StoreName;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/** Reads the local stores by their iterators. */
public final class StoreReading {
    private static final Set<StoreName> WINDOWED = EnumSet.of(StoreName.DUPLICATES);

    private final KafkaStreams streams;

    StoreReading(KafkaStreams streams) {
        this.streams = streams;
    }

    /** Takes entries. */
    public interface Sink {
        /** One entry of a store. */
        void entry(StoreName store, byte[] key, byte[] value);
    }

    void read(Sink sink) {
        for (StoreName name : StoreName.values()) {
            if (WINDOWED.contains(name)) {
                windowed(name, sink);
            } else {
                keyed(name, sink);
            }
        }
    }

    private void keyed(StoreName name, Sink sink) {
        var store = streams.store(
                StoreQueryParameters.fromNameAndType(name.label(), QueryableStoreTypes.<Bytes, byte[]>keyValueStore()));
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> sink.entry(name, entry.key.get(), entry.value));
        }
    }

    private void windowed(StoreName name, Sink sink) {
        var store = streams.store(
                StoreQueryParameters.fromNameAndType(name.label(), QueryableStoreTypes.<Bytes, byte[]>windowStore()));
        try (KeyValueIterator<Windowed<Bytes>, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> sink.entry(name, entry.key.key().get(), entry.value));
        }
    }
}
