// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a limiter that shares its limits is held against: one bucket of Bucket4j's own manager for Redis, as its manual
 * begins, with the two bandwidths that the limiter's has. Each taking reads the bucket and writes it back if nobody did
 * meanwhile.
 */
final class StockBucket implements Decider, AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(2);

    private final RedisClient client;
    private final Bucket bucket;

    StockBucket(BenchLimits limits, int port) {
        client = RedisClient.create("redis://127.0.0.1:" + port);
        bucket = Bucket4jLettuce.casBasedBuilder(client)
                .build()
                .builder()
                .build(BenchLimits.account(0).getBytes(StandardCharsets.UTF_8), () -> configuration(limits));
    }

    private static BucketConfiguration configuration(BenchLimits limits) {
        ConfigurationBuilder builder = BucketConfiguration.builder();
        limits.bandwidths().forEach(builder::addLimit);
        return builder.build();
    }

    @Override
    public boolean passes(int account) {
        return bucket.tryConsumeAndReturnRemaining(1).isConsumed();
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, STOP);
    }
}
