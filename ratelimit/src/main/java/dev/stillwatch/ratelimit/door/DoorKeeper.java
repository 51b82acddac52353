// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Accepts connections. It ends at once when it is told to: the server stops it when nothing more is accepted, and netty would
 * wait two seconds more for tasks that nobody brings, so that each restart took as long.
 */
final class DoorKeeper extends MultiThreadIoEventLoopGroup {
    private static final long MOST_SECONDS = 10;

    /** With threads of that name. */
    DoorKeeper(String threads) {
        super(1, new DefaultThreadFactory(threads, true), NioIoHandler.newFactory());
    }

    @Override
    public Future<?> shutdownGracefully() {
        return shutdownGracefully(0, MOST_SECONDS, TimeUnit.SECONDS);
    }
}
