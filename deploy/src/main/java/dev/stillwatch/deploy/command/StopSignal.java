// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM, Ctrl-C or an interrupt of the thread that waits, for a command that runs until it is told to stop. The process
 * ends only after {@link #close}, or after a minute.
 */
public final class StopSignal implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "stop");

    /** Listens from now on. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits at most so long; whether the command has been told to stop. An interrupt tells so too, and is taken. */
    public boolean await(Duration atMost) {
        try {
            return told.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Closing waits for threads: an interrupt that is obeyed must not cut that short.
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        // When it is the hook that stopped us, there is no way back, and none is needed.
        if (told.getCount() > 0) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void stopAndWait() {
        told.countDown();
        try {
            closed.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
