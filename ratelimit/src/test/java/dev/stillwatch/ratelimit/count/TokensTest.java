// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Unit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketListener;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LockFreeBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tokens say what a bucket of Bucket4j says that is asked at the same instants, also where time goes back. */
class TokensTest {
    private static final long MIDNIGHT = 1_795_651_200_000_000_000L;
    private static final TokensInheritanceStrategy[] INHERITANCES = {
        TokensInheritanceStrategy.AS_IS, TokensInheritanceStrategy.PROPORTIONALLY
    };

    private final AtomicLong now = new AtomicLong(MIDNIGHT);

    private final class Meter implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return now.get();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }

    private static BucketPlan plan(Random random) {
        Unit unit = random.nextBoolean() ? Unit.SECOND : Unit.MINUTE;
        return new BucketPlan(unit, 1 + random.nextInt(50), 1 + random.nextInt(50), random.nextBoolean());
    }

    @Test
    void tokensSayWhatABucketSays() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            BucketPlan plan = plan(random);
            now.set(MIDNIGHT);
            Tokens tokens = new Tokens(plan.configuration(), now.get());
            LockFreeBucket bucket = new LockFreeBucket(
                    plan.configuration(), MathType.INTEGER_64_BITS, new Meter(), BucketListener.NOPE);
            for (int i = 0; i < 200; i++) {
                now.addAndGet((random.nextInt(1_200) - 200) * 1_000_000L);
                int what = random.nextInt(8);
                if (what == 0) {
                    plan = plan(random);
                    TokensInheritanceStrategy inheritance = INHERITANCES[random.nextInt(2)];
                    tokens.follow(plan.configuration(), inheritance, now.get());
                    bucket.replaceConfiguration(plan.configuration(), inheritance);
                } else if (what == 1) {
                    long given = 1L + random.nextInt(5);
                    tokens.add(given, now.get());
                    bucket.addTokens(given);
                }
                compare(tokens, bucket, plan, 1L + random.nextInt((int) plan.most()));
            }
        }
    }

    private void compare(Tokens tokens, LockFreeBucket bucket, BucketPlan plan, long hits) {
        long at = now.get();
        EstimationProbe full = bucket.estimateAbilityToConsume(plan.most());
        Taken look = tokens.look(plan.most(), true, at);
        assertThat(look.remaining()).isEqualTo(full.getRemainingTokens());
        assertThat(look.untilReset()).isEqualTo(full.getNanosToWaitForRefill());
        assertThat(look.within()).isEqualTo(full.getRemainingTokens() > 0);
        assertThat(tokens.look(plan.most(), false, at).within()).isFalse();
        assertThat(tokens.until(hits, at))
                .isEqualTo(bucket.estimateAbilityToConsume(hits).getNanosToWaitForRefill());

        Taken taken = tokens.take(hits, plan.most(), at);
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(hits);
        assertThat(taken.within()).isEqualTo(probe.isConsumed());
        assertThat(taken.remaining()).isEqualTo(probe.getRemainingTokens());
        assertThat(taken.untilReset()).isEqualTo(probe.getNanosToWaitForReset());
        assertThat(taken.retryAfter()).isEqualTo(probe.isConsumed() ? Taken.NEVER : probe.getNanosToWaitForRefill());

        long[] available =
                bucket.asVerbose().getAvailableTokens().getDiagnostics().getAvailableTokensPerEachBandwidth();
        assertThat(tokens.available(at)).isEqualTo(available);
        assertThat(tokens.full(at)).isEqualTo(full(available, plan.configuration()));
    }

    private static boolean full(long[] available, BucketConfiguration configuration) {
        Bandwidth[] bandwidths = configuration.getBandwidths();
        for (int i = 0; i < available.length; i++) {
            if (available[i] < bandwidths[i].getCapacity()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void ofManyThreadsEachTokenIsTakenOnce() throws InterruptedException {
        BucketPlan plan = new BucketPlan(Unit.DAY, 10_000, 10_000, true);
        Tokens tokens = new Tokens(plan.configuration(), MIDNIGHT);
        AtomicLong taken = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    if (tokens.take(1, plan.most(), MIDNIGHT).within()) {
                        taken.incrementAndGet();
                    }
                    if (i % 10 == 0) {
                        tokens.add(1, MIDNIGHT);
                        taken.decrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        // What is added to a full bucket is lost, so at most all that was added came to be taken.
        assertThat(taken.get() + tokens.available(MIDNIGHT)[0]).isLessThanOrEqualTo(10_000);
        assertThat(tokens.available(MIDNIGHT)[0]).isZero();
    }
}
