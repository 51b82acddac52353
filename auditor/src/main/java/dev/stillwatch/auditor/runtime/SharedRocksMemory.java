// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write-buffer budget for every RocksDB store of the process. Left to itself each store takes
 * 50 MB of cache and 48 MB of buffers, times partitions. Kafka makes instances by this class's name, hence the
 * constants.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {
    private static final long CACHE_BYTES = 192L * 1024 * 1024;
    private static final long BUFFER_BYTES = 96L * 1024 * 1024;
    private static final long STORE_BUFFER_BYTES = 8L * 1024 * 1024;
    private static final int BUFFERS = 3;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(CACHE_BYTES);
    private static final WriteBufferManager BUFFER_BUDGET = new WriteBufferManager(BUFFER_BYTES, CACHE);
    private static final BloomFilter BLOOM = new BloomFilter(10, false);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(BLOOM);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(BUFFER_BUDGET);
        options.setWriteBufferSize(STORE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(BUFFERS);
    }

    /** Closes nothing: cache, budget and filter are the process's. */
    @Override
    public void close(String storeName, Options options) {}
}
