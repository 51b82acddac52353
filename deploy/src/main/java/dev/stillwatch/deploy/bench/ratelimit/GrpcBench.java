// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.deploy.bench.table.Median;
import dev.stillwatch.ratelimit.door.Floor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Envoy's question over gRPC against an empty handler on the same server, from the same caller, by turns. Caller and
 * server share the processors; CPU time is that of the server's threads alone. First how many calls are answered when so
 * many are always in flight, then how long one takes when half as many come.
 */
public final class GrpcBench {
    /** Envoy's service. */
    private static final String DOOR = "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit";

    /** How long one side warms up at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Size size;
    private final IntConsumer progress;
    private int done;

    /** With how much to do, and who hears how many of {@link Size#steps} are done. */
    public GrpcBench(Size size, IntConsumer progress) {
        this.size = size;
        this.progress = progress;
    }

    /**
     * How much to do.
     *
     * @param accounts accounts asked about
     * @param inFlight calls in flight
     * @param warmUp calls of each side that do not count, if they are answered within {@link #PATIENCE}: the compiler
     *     waits for calls, not for time
     * @param rounds rounds that count, at least 1
     * @param each how long each side is asked in a round
     */
    public record Size(int accounts, int inFlight, int warmUp, int rounds, Duration each) {
        /** Some 50 seconds. */
        public static final Size USUAL = new Size(10_000, 256, 60_000, 9, Duration.ofMillis(1_500));

        /** Rounds of calls in flight and of calls at half of that rate. */
        public int steps() {
            return 2 * rounds;
        }
    }

    /**
     * One side, medians over the rounds.
     *
     * @param perSecond calls answered
     * @param cpuMicros CPU time of the server's threads for a call
     * @param p50Millis median of what a call takes at half of the door's rate
     * @param p99Millis 99th percentile of it
     */
    public record Side(double perSecond, double cpuMicros, double p50Millis, double p99Millis) {}

    /**
     * Everything measured.
     *
     * @param door Envoy's service
     * @param floor the empty handler
     * @param share calls answered by the door in those by the floor
     * @param cpuShare CPU time of the floor in that of the door
     */
    public record Result(Side door, Side floor, double share, double cpuShare) {}

    private record Round(double perSecond, double cpuMicros) {}

    private record Pair(Round door, Round floor) {}

    /** Measures. */
    public Result run() throws IOException {
        try (BenchDoors doors = new BenchDoors(size.accounts);
                GrpcCaller caller = new GrpcCaller(doors.port(), size.accounts)) {
            int[] order = Zipf.draws(size.accounts, 1 << 16);
            Load door = load(caller, DOOR, order);
            Load floor = load(caller, Floor.GRPC, order);
            List<Pair> pairs = new ArrayList<>();
            warm(door);
            warm(floor);
            for (int round = 0; round < size.rounds; round++) {
                pairs.add(
                        round % 2 == 0
                                ? new Pair(round(doors, door), round(doors, floor))
                                : reversed(round(doors, floor), round(doors, door)));
                progress.accept(++done);
            }
            double half = median(pairs, pair -> pair.door.perSecond) / 2;
            List<Load.Delay> byDoor = new ArrayList<>();
            List<Load.Delay> byFloor = new ArrayList<>();
            for (int round = 0; round < size.rounds; round++) {
                if (round % 2 == 0) {
                    byDoor.add(door.pace(half, size.each));
                    byFloor.add(floor.pace(half, size.each));
                } else {
                    byFloor.add(floor.pace(half, size.each));
                    byDoor.add(door.pace(half, size.each));
                }
                progress.accept(++done);
            }
            return new Result(
                    side(pairs, Pair::door, byDoor),
                    side(pairs, Pair::floor, byFloor),
                    median(pairs, pair -> pair.door.perSecond / pair.floor.perSecond),
                    median(pairs, pair -> pair.floor.cpuMicros / pair.door.cpuMicros));
        }
    }

    private static Pair reversed(Round floor, Round door) {
        return new Pair(door, floor);
    }

    private void warm(Load load) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long calls = 0;
        while (calls < size.warmUp && System.nanoTime() < end) {
            calls += load.saturate(size.inFlight, size.each).calls();
        }
    }

    private Round round(BenchDoors doors, Load load) {
        long before = doors.cpuNanos();
        Load.Saturation answered = load.saturate(size.inFlight, size.each);
        double micros = (doors.cpuNanos() - before) / 1e3;
        return new Round(answered.perSecond(), micros / answered.calls());
    }

    private static Load load(GrpcCaller caller, String path, int[] order) {
        return new Load(call -> caller.ask(path, order[call & (order.length - 1)]));
    }

    private static Side side(List<Pair> pairs, Function<Pair, Round> of, List<Load.Delay> delays) {
        return new Side(
                median(pairs, pair -> of.apply(pair).perSecond),
                median(pairs, pair -> of.apply(pair).cpuMicros),
                median(delays, Load.Delay::p50Millis),
                median(delays, Load.Delay::p99Millis));
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        return Median.of(rounds.stream().mapToDouble(figure).toArray());
    }
}
