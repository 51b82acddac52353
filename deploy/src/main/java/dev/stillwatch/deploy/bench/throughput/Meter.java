// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Wall and CPU time from the first record to the close of one run. */
final class Meter {
    private static final long LOOK_NANOS = 2_000_000;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int records;
    private long startNanos;
    private long startCpu;

    Meter(int records) {
        this.records = records;
    }

    /** Starts when the first record has passed. */
    void begin(LongAdder processed) {
        beginWhen(() -> processed.sum() > 0);
    }

    /** Starts when the condition holds. */
    void beginWhen(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        startNanos = System.nanoTime();
        startCpu = system.getProcessCpuTime();
    }

    /** Waits until all records have passed. */
    void awaitCount(LongAdder processed) {
        while (processed.sum() < records) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What the run took. */
    ThroughputBench.Reading end() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double cpuMicros = (system.getProcessCpuTime() - startCpu) / 1e3;
        return new ThroughputBench.Reading(records / seconds, cpuMicros / records);
    }
}
