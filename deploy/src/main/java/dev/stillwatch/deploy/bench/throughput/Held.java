// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.throughput;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What one run held, in bytes.
 *
 * @param heap sum of the greatest uses of the heap's parts: what a heap would have to hold
 * @param stores state stores on disk
 * @param logs the broker's logs on disk: bounded by retention in a deployment, and here by the load
 */
record Held(long heap, long stores, long logs) {
    private static final double MEGABYTE = 1e6;

    /** Forgets what earlier runs used of the heap. */
    static void begin() {
        heapParts().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** As it is now. */
    static Held now(Path stores, Path logs) throws IOException {
        return new Held(
                heapParts().mapToLong(part -> part.getPeakUsage().getUsed()).sum(), sizeOf(stores), sizeOf(logs));
    }

    /** One line of the report. */
    String line() {
        return String.format(
                Locale.ROOT,
                "         heap at most %,.0f MB, state stores %,.0f MB, broker's logs %,.0f MB",
                heap / MEGABYTE,
                stores / MEGABYTE,
                logs / MEGABYTE);
    }

    private static Stream<MemoryPoolMXBean> heapParts() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(part -> part.getType() == MemoryType.HEAP);
    }

    private static long sizeOf(Path directory) throws IOException {
        LongAdder bytes = new LongAdder();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.add(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            // Segments are deleted while one looks.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.sum();
    }
}
