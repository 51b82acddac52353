// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every policy snapshot in the global store. A snapshot that does not decode never replaces a good one. */
public final class PolicyProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyProcessor.class);

    @Override
    public void process(Record<byte[], byte[]> record) {
        KeyValueStore<Bytes, byte[]> store = context().getStateStore(StoreName.POLICY_BOOK.label());
        if (record.key() == null) {
            LOG.warn("policy ignored reason=no-key");
            return;
        }
        Bytes key = Bytes.wrap(record.key());
        if (record.value() == null) {
            store.delete(key);
        } else if (PolicyShelf.usable(record.value()).isPresent()) {
            store.put(key, record.value());
        }
    }
}
