// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.deploy.bench.table.AlignedTable;
import dev.stillwatch.deploy.bench.table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one part says.
 *
 * @param text a table and what belongs to it
 * @param bars its figures with what they are held to
 */
public record RatelimitReport(String text, List<Bar> bars) {
    private static final double DECISIONS = 0.7;
    private static final double BYTES_HELD = 500;
    private static final double GRPC = 0.8;
    private static final double P99_MILLIS = 5;
    private static final double NGINX = 0.85;
    private static final double SHARED = 1.01;
    private static final double TIMES_STOCK = 20;

    /** Copies the list. */
    public RatelimitReport {
        bars = List.copyOf(bars);
    }

    /** Of decisions in process. */
    public static RatelimitReport of(DecisionBench.Result result) {
        StringBuilder text = new StringBuilder();
        AlignedTable table = new AlignedTable(
                List.of("decisions", "CPU ns", "raw CPU ns", "bytes allocated", "raw bytes", "of raw"));
        List<Bar> bars = new ArrayList<>();
        for (DecisionBench.Reading reading : result.readings()) {
            table.row(List.of(
                    reading.name(),
                    Cell.format("%.0f", reading.limiter().nanos()),
                    Cell.format("%.0f", reading.raw().nanos()),
                    Cell.format("%.0f", reading.limiter().bytes()),
                    Cell.format("%.0f", reading.raw().bytes()),
                    Cell.format("%.2f", reading.share())));
            bars.add(Bar.share("decisions on " + reading.name() + ", of raw", reading.share(), DECISIONS));
        }
        table.to(text);
        bars.add(Bar.most("bytes held for a counter", result.bytesHeld(), BYTES_HELD, "%.0f"));
        return new RatelimitReport(text.toString(), bars);
    }

    /** Of calls over gRPC. */
    public static RatelimitReport of(GrpcBench.Result result) {
        StringBuilder text = new StringBuilder();
        AlignedTable table =
                new AlignedTable(List.of("over gRPC", "calls/s", "server CPU us", "p50 ms at half", "p99 ms at half"));
        table.row(side("ShouldRateLimit", result.door()));
        table.row(side("empty handler", result.floor()));
        table.to(text);
        return new RatelimitReport(
                text.toString(),
                List.of(
                        Bar.share("calls over gRPC, of an empty handler's", result.share(), GRPC),
                        Bar.share("the same in CPU time of the server", result.cpuShare(), GRPC),
                        Bar.most(
                                "p99 in ms at half of saturation", result.door().p99Millis(), P99_MILLIS, "%.2f")));
    }

    /** Of calls through nginx. */
    public static RatelimitReport of(NginxBench.Result result) {
        StringBuilder text = new StringBuilder();
        AlignedTable table = new AlignedTable(List.of("nginx auth_request", "calls/s", "undecided"));
        table.row(List.of(
                "/authz", Cell.format("%,.0f", result.doorPerSecond()), Cell.format("%,d", result.undecided())));
        table.row(List.of("empty endpoint", Cell.format("%,.0f", result.floorPerSecond()), ""));
        table.to(text);
        return new RatelimitReport(
                text.toString(),
                List.of(Bar.share("calls through nginx, of an empty endpoint's", result.share(), NGINX)));
    }

    /** Of one hot key at two nodes. */
    public static RatelimitReport of(NodesBench.Result result) {
        StringBuilder text = new StringBuilder();
        AlignedTable table =
                new AlignedTable(List.of("one hot key, two nodes", "decisions/s", "passed", "allowed", "undecided"));
        List<Bar> bars = new ArrayList<>();
        for (NodesBench.Reading reading :
                List.of(result.bucket(), result.window(), result.failover().reading())) {
            table.row(List.of(
                    reading.name(),
                    Cell.format("%,.0f", reading.perSecond()),
                    Cell.format("%,d", reading.passed()),
                    Cell.format("%,.0f", reading.allowed()),
                    Cell.format("%,d", reading.undecided())));
            bars.add(Bar.most(
                    reading.name() + ": passed at two nodes, of what its limit allows",
                    reading.most(),
                    SHARED,
                    "%.3f"));
        }
        table.to(text);
        text.append(String.format(
                Locale.ROOT,
                "The owner went %.0f ms after its last snapshot and let %,d pass in that time; %,.0f passed beyond one bucket.%n",
                result.failover().ageMillis(),
                result.failover().since(),
                result.failover().added()));
        return new RatelimitReport(text.toString(), bars);
    }

    /** Of one hot key that limiters share. */
    public static RatelimitReport of(RedisBench.Result result) {
        StringBuilder text = new StringBuilder();
        AlignedTable table = new AlignedTable(List.of("one hot key", "decisions/s", "times stock"));
        table.row(List.of(
                "the limiter in process", Cell.format("%,.0f", result.here()), Cell.format("%.1f", result.times())));
        table.row(List.of(
                "its counting in a Redis",
                Cell.format("%,.0f", result.there()),
                Cell.format("%.1f", result.timesThere())));
        table.row(List.of("stock Bucket4j on the Redis", Cell.format("%,.0f", result.stock()), ""));
        table.to(text);
        return new RatelimitReport(
                text.toString(),
                List.of(new Bar(
                        "decisions on one hot key, in those of stock Bucket4j on Redis",
                        result.times(),
                        TIMES_STOCK,
                        true,
                        "%.1f")));
    }

    private static List<String> side(String name, GrpcBench.Side side) {
        return List.of(
                name,
                Cell.format("%,.0f", side.perSecond()),
                Cell.format("%.1f", side.cpuMicros()),
                Cell.format("%.2f", side.p50Millis()),
                Cell.format("%.2f", side.p99Millis()));
    }
}
