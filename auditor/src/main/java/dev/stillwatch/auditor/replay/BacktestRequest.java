// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.policy.Policy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to replay.
 *
 * @param usage files of usage records
 * @param format a format's name or {@code auto}
 * @param policies at least one; passports and owners are in them
 * @param out directory for the results, made when missing
 * @param sources partitions of the usage topic
 * @param partitions partitions of the topics keyed by account
 * @param threads stream threads
 * @param ticks whether buckets close while the files are read, as they would live; otherwise at their end, and the
 *     files may be in any order whatever
 * @param latest event times after this are rejected
 * @param bootstrapServers a cluster to use; empty starts a broker of its own
 */
public record BacktestRequest(
        List<Path> usage,
        String format,
        List<Policy> policies,
        Path out,
        int sources,
        int partitions,
        int threads,
        boolean ticks,
        Instant latest,
        Optional<String> bootstrapServers) {

    /** Copies the lists. */
    public BacktestRequest {
        usage = List.copyOf(usage);
        policies = List.copyOf(policies);
    }
}
