// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.topology;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record with a key goes where Kafka's own partitioner would send it (murmur2 of the key's bytes), so that any
 * producer agrees; a record without one is a tick and goes to every partition.
 */
final class KeyedOrAll implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte @Nullable [] key, byte[] value, int numPartitions) {
        if (key == null) {
            return Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toUnmodifiableSet()));
        }
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(key)) % numPartitions));
    }
}
