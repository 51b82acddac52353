// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.ratelimit.door.LimiterServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/**
 * Callers who each send one request after the other over a connection that stays open. They read no more of HTTP/1.1 than
 * the status and the length of the body, so that little of the machine goes into calling.
 */
final class HttpCallers {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String LENGTH = "content-length:";
    /** What the shipped file adds to an answer only where the limiter decided. */
    private static final String DECIDED = "x-ratelimit-limit-requests:";

    private static final byte[] REQUEST = """
            GET /v1/models HTTP/1.1\r
            host: bench\r
            authorization: Bearer sk-acct-1\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);

    private final int callers;
    private final LongAdder undecided = new LongAdder();

    HttpCallers(int callers) {
        this.callers = callers;
    }

    /** Calls so far that passed without the limiter's word. */
    long undecided() {
        return undecided.sum();
    }

    /** Calls answered in a second, all with 200. */
    double perSecond(int port, Duration time) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            long begun = System.nanoTime();
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                all.add(threads.submit(() -> calls(port, begun + time.toNanos())));
            }
            long calls = 0;
            for (Future<Long> one : all) {
                calls += one.get();
            }
            return calls / ((System.nanoTime() - begun) / 1e9);
        } catch (ExecutionException e) {
            throw new IOException("a call failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while calls were answered", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private long calls(int port, long end) throws IOException {
        try (Socket socket = new Socket(LimiterServer.LOOPBACK, port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            long calls = 0;
            while (System.nanoTime() < end) {
                socket.getOutputStream().write(REQUEST);
                read(in);
                calls++;
            }
            return calls;
        }
    }

    private void read(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered with " + status);
        }
        long length = 0;
        boolean decided = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            decided |= lower.startsWith(DECIDED);
            if (lower.startsWith(LENGTH)) {
                length = Long.parseLong(header.substring(LENGTH.length()).strip());
            }
        }
        if (!decided) {
            undecided.increment();
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
