// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.deploy.bench.table.Median;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.redis.RedisAddress;
import dev.stillwatch.ratelimit.redis.RedisCounts;
import dev.stillwatch.ratelimit.redis.RedisPatience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * One hot key: decisions of the limiter in process, its counting in a Redis, and stock Bucket4j on the same Redis, by
 * turns. Callers, Redis and limiter share the processors.
 */
public final class RedisBench {
    /** Nobody is to be turned away for being slow. */
    private static final RedisPatience LONG = new RedisPatience(Duration.ofSeconds(5), Duration.ofSeconds(10), 256);

    private static final Duration START = Duration.ofSeconds(20);

    private final Path program;
    private final Size size;
    private final IntConsumer progress;

    /** With the program, how much to do, and who hears how many of {@link Size#steps} are done. */
    public RedisBench(Path program, Size size, IntConsumer progress) {
        this.program = program;
        this.size = size;
        this.progress = progress;
    }

    /**
     * How much to do.
     *
     * @param callers calls in flight
     * @param warmUp rounds that do not count
     * @param rounds rounds that count, at least 1
     * @param each how long each is asked in a round
     */
    public record Size(int callers, int warmUp, int rounds, Duration each) {
        /** Some 25 seconds. */
        public static final Size USUAL = new Size(64, 2, 7, Duration.ofMillis(900));

        /** All rounds. */
        public int steps() {
            return warmUp + rounds;
        }
    }

    /**
     * Medians over the rounds.
     *
     * @param here decisions a second in process
     * @param there takings a second, counted in the Redis
     * @param stock takings a second of stock Bucket4j on the Redis
     * @param times median of the ratios of decisions in process to stock Bucket4j's
     * @param timesThere the same of takings in the Redis
     */
    public record Result(double here, double there, double stock, double times, double timesThere) {}

    /** The program, where it is installed. */
    public static Optional<Path> program() {
        return PortProcess.program("redis-server");
    }

    /**
     * Measures.
     *
     * @param work an empty folder
     */
    public Result run(Path work) throws IOException {
        int port = PortProcess.freePort();
        List<String> command =
                List.of(program.toString(), "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", "");
        try (PortProcess redis = PortProcess.start(work, port, START, Map.of(), command);
                RedisCounts counts = RedisCounts.start(
                        RedisAddress.parse("redis://127.0.0.1:" + redis.port()), Optional.empty(), LONG);
                StockBucket stock = new StockBucket(BenchLimits.WIDE, redis.port());
                WaitingCallers callers = new WaitingCallers(size.callers)) {
            Decider here = new BenchLimiter(BenchLimits.WIDE, UnaryOperator.identity()).preparedFor(1);
            Taking one = taking();
            double[][] rates = new double[3][size.rounds];
            for (int round = -size.warmUp; round < size.rounds; round++) {
                double[] rate = {
                    callers.perSecond(here, size.each),
                    callers.perSecond(account -> passes(counts, one), size.each),
                    callers.perSecond(stock, size.each)
                };
                for (int i = 0; i < rate.length && round >= 0; i++) {
                    rates[i][round] = rate[i];
                }
                progress.accept(round + size.warmUp + 1);
            }
            return new Result(
                    Median.of(rates[0]),
                    Median.of(rates[1]),
                    Median.of(rates[2]),
                    times(rates[0], rates[2]),
                    times(rates[1], rates[2]));
        }
    }

    private static double times(double[] ours, double[] stock) {
        double[] times = new double[ours.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = ours[i] / stock[i];
        }
        return Median.of(times);
    }

    private static Taking taking() {
        long requests = BenchLimits.WIDE.requests();
        return new Taking(
                BenchLimits.DOMAIN,
                List.of(new Entry(BenchLimits.KEY, BenchLimits.account(0))),
                new BucketPlan(Unit.MINUTE, requests, requests, true),
                1,
                1,
                false);
    }

    private static boolean passes(RedisCounts counts, Taking taking) {
        try {
            return counts.count(taking, List.of()).within();
        } catch (UndecidedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
