// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.redis;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.gateway.Installed;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.ratelimit.redis.RedisAddress;
import dev.stillwatch.ratelimit.redis.RedisCounts;
import dev.stillwatch.ratelimit.redis.RedisPatience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Redis of a test's own, which keeps nothing on disk. */
final class RedisServer implements AutoCloseable {
    /** A busy machine is no outage. */
    static final RedisPatience LONG = new RedisPatience(Duration.ofSeconds(5), Duration.ofSeconds(10), 128);

    private final PortProcess process;

    private RedisServer(PortProcess process) {
        this.process = process;
    }

    /** Starts one on a free port; the test is skipped where there is no Redis. */
    static RedisServer start(Path directory) throws IOException {
        return start(directory, PortProcess.freePort());
    }

    static RedisServer start(Path directory, int port, String... more) throws IOException {
        Path program = Installed.program("redis-server", "apt-get install redis-server");
        Path work = Files.createTempDirectory(directory, "redis");
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--port", String.valueOf(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(List.of(more));
        return new RedisServer(Child.start(work, port, Map.of(), command));
    }

    int port() {
        return process.port();
    }

    RedisAddress address() {
        return RedisAddress.parse("redis://127.0.0.1:" + port());
    }

    RedisCounts counts() throws IOException {
        return RedisCounts.start(address(), Optional.empty(), LONG);
    }

    @Override
    public void close() {
        process.close();
    }
}
