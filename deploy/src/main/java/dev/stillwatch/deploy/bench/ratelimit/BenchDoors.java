// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.ratelimit.door.DomainView;
import dev.stillwatch.ratelimit.door.Domains;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.Readiness;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The limiter's doors on loopback, with the floor beside them, before a limiter that refuses nothing. */
final class BenchDoors implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** How the server's event loops are called. */
    private static final String WORKERS = "armeria-common-worker";

    private final LimiterServer server;

    /** Opens them before a limiter that is prepared for so many accounts. */
    BenchDoors(int accounts) throws IOException {
        BenchLimiter limiter = new BenchLimiter(BenchLimits.WIDE, UnaryOperator.identity()).preparedFor(accounts);
        DomainSettings settings = limiter.settings(BenchLimits.DOMAIN);
        Domains domains =
                new Domains(List.of(new DomainView(BenchLimits.DOMAIN, settings.headers(), settings.subjects())));
        Readiness ready = new Readiness(true, "running", new TreeMap<>());
        server = LimiterServer.startWithFloor(
                new InetSocketAddress(InetAddress.getByName(LimiterServer.LOOPBACK), 0),
                new LimiterServer.Parts(
                        limiter.limiter(),
                        limiter.limiter(),
                        () -> domains,
                        () -> ready,
                        Map.of(),
                        Map::of,
                        InstantSource.system()));
    }

    int port() {
        return server.port();
    }

    /**
     * CPU time that the server's threads have used so far, nanoseconds.
     *
     * @throws IllegalStateException when there is none, though calls have been answered
     */
    long cpuNanos() {
        long sum = 0;
        for (var thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(WORKERS)) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        if (sum == 0) {
            throw new IllegalStateException(
                    "no thread of the server is called " + WORKERS + ", or none tells its CPU time");
        }
        return sum;
    }

    @Override
    public void close() {
        server.close();
    }
}
