// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One running Stillwatch a home directory: broker and local state belong to one process. Gone with the process. */
final class HomeLock implements AutoCloseable {
    private static final String NAME = "run.lock";

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock, or says who has it. */
    static HomeLock take(Path home) throws IOException {
        Files.createDirectories(home);
        FileChannel channel = FileChannel.open(home.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return new HomeLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(home, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw taken(home, null);
    }

    private static InputProblem taken(Path home, @Nullable Throwable cause) {
        String line =
                "another 'stillwatch run' uses " + home + "; stop it, or set STILLWATCH_HOME to another directory";
        return cause == null ? new InputProblem(line) : new InputProblem(line, cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
