// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import dev.stillwatch.deploy.command.ListenAddress;
import dev.stillwatch.deploy.command.limiter.LimiterRun;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A limiter as the command starts it, in this process: where nobody kills it, a test need not wait for another virtual
 * machine.
 */
public final class OwnLimiter {
    private OwnLimiter() {}

    /** Starts one that decides by the file or folder alone, at a loopback port. */
    public static LimiterRun start(Path limits, int port) throws IOException {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return LimiterRun.start(
                new LimiterRun.Settings(
                        limits,
                        LimitsLoader.Domains.ONCE,
                        ListenAddress.of(LimiterServer.LOOPBACK, port),
                        Modes.OF_RULES,
                        Counters.MOST,
                        Optional.empty()),
                new Terminal(nowhere, nowhere, false, 0));
    }
}
