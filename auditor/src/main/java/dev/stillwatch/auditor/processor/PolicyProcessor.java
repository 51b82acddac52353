// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.wire.PolicyCodec;
import dev.stillwatch.policies.wire.WireException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every policy snapshot in the global store. A snapshot that does not decode never replaces a good one. */
public final class PolicyProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyProcessor.class);

    private final PolicyCodec codec = new PolicyCodec();

    @Override
    public void process(Record<byte[], byte[]> record) {
        KeyValueStore<Bytes, byte[]> store = context().getStateStore(StoreName.POLICY_BOOK.label());
        Bytes key = Bytes.wrap(record.key());
        if (record.value() == null) {
            store.delete(key);
            return;
        }
        try {
            codec.decode(record.value());
            store.put(key, record.value());
        } catch (WireException e) {
            LOG.warn("policy ignored fault={} reason={}", e.fault(), e.getMessage());
        }
    }
}
