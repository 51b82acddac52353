// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.policies.key.KeyFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What {@code doctor} looks at. Reads only; opens one loopback port for an instant. */
final class MachineCheck {
    private static final long GIB = 1L << 30;
    private static final long LEAST_MEMORY = 2 * GIB;
    private static final long LEAST_DISK = 2 * GIB;
    private static final int LEAST_JAVA = 17;

    private MachineCheck() {}

    /** How a check ended. */
    enum Result {
        GOOD("ok"),
        NOTE("note"),
        WRONG("bad");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** One line of the report. */
    record Finding(String check, Result result, String detail) {}

    static List<Finding> all() {
        Path home = Surroundings.home();
        return List.of(
                java(),
                memory(),
                disk("home", home),
                disk("temporary", Path.of(System.getProperty("java.io.tmpdir"))),
                ports(),
                key(home),
                data());
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String detail =
                "Java " + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " processors";
        return version >= LEAST_JAVA
                ? new Finding("java", Result.GOOD, detail)
                : new Finding("java", Result.WRONG, detail + "; install JDK 17 or newer");
    }

    private static Finding memory() {
        long total =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine
                        ? machine.getTotalMemorySize()
                        : Runtime.getRuntime().maxMemory();
        String detail =
                gib(total) + " in all, up to " + gib(Runtime.getRuntime().maxMemory()) + " for Java";
        return total >= LEAST_MEMORY
                ? new Finding("memory", Result.GOOD, detail)
                : new Finding("memory", Result.WRONG, detail + "; the embedded broker needs " + gib(LEAST_MEMORY));
    }

    private static Finding disk(String name, Path path) {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String detail = path + ": " + gib(free) + " free";
            if (!Files.isWritable(existing)) {
                return new Finding(
                        name, Result.WRONG, path + " cannot be written; set STILLWATCH_HOME or fix its owner");
            }
            return free >= LEAST_DISK
                    ? new Finding(name, Result.GOOD, detail)
                    : new Finding(name, Result.WRONG, detail + "; free " + gib(LEAST_DISK));
        } catch (IOException e) {
            return new Finding(name, Result.WRONG, path + ": " + e.getMessage());
        }
    }

    private static Finding ports() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Finding(
                    "ports", Result.GOOD, "loopback ports can be opened (tried " + socket.getLocalPort() + ")");
        } catch (IOException e) {
            return new Finding("ports", Result.WRONG, "no loopback port can be opened: " + e.getMessage());
        }
    }

    private static Finding key(Path home) {
        KeyFile file = KeyFile.in(home);
        if (!Files.exists(file.path())) {
            return new Finding("keys", Result.GOOD, "no key yet; it is made at first use in " + file.path());
        }
        try {
            return new Finding(
                    "keys",
                    Result.GOOD,
                    "epoch " + file.current().epoch() + " in " + file.path() + ", for its owner only; keep a backup");
        } catch (IOException e) {
            return new Finding("keys", Result.WRONG, Problems.line(e));
        }
    }

    private static Finding data() {
        Path data = Surroundings.shared().resolve("data");
        return Files.isDirectory(data)
                ? new Finding("data", Result.GOOD, data + ": corpora for bench detection are there")
                : new Finding(
                        "data",
                        Result.NOTE,
                        "no corpora at " + data + "; only bench detection needs them (STILLWATCH_SHARED says where)");
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
    }
}
