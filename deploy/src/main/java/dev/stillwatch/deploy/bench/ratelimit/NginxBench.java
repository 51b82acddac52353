// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.deploy.bench.table.Median;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Calls through nginx that asks the limiter before each of them ({@code auth_request}), against the same nginx that asks
 * an empty endpoint of the same server, by turns. Callers, nginx and server share the processors.
 */
public final class NginxBench {
    private final Path program;
    private final Path shipped;
    private final Size size;
    private final IntConsumer progress;

    /**
     * With the program, the folder of the file that ships, how much to do, and who hears how many of {@link Size#steps} are
     * done.
     */
    public NginxBench(Path program, Path shipped, Size size, IntConsumer progress) {
        this.program = program;
        this.shipped = shipped;
        this.size = size;
        this.progress = progress;
    }

    /**
     * How much to do.
     *
     * @param connections callers, one connection each
     * @param warmUp rounds that do not count
     * @param rounds rounds that count, at least 1
     * @param each how long either is called in a round
     */
    public record Size(int connections, int warmUp, int rounds, Duration each) {
        /** Some 45 seconds. */
        public static final Size USUAL = new Size(16, 6, 9, Duration.ofMillis(1_500));

        /** All rounds. */
        public int steps() {
            return warmUp + rounds;
        }
    }

    /**
     * Medians over the rounds.
     *
     * @param doorPerSecond calls a second where the limiter is asked
     * @param floorPerSecond calls a second where the empty endpoint is asked
     * @param share median of their ratios
     * @param undecided calls of all rounds that nginx let pass because the limiter took too long; they cost it less
     */
    public record Result(double doorPerSecond, double floorPerSecond, double share, long undecided) {}

    /** The program, where it is installed. */
    public static Optional<Path> program() {
        return PortProcess.program("nginx");
    }

    /** The folder of the file that ships, in a source tree or beside what was installed. */
    public static Optional<Path> shipped(Path root) {
        return Optional.of(root.resolve("gateways/nginx"))
                .filter(Files::isDirectory)
                .or(() -> Optional.of(root.resolve("deploy/gateways/nginx")).filter(Files::isDirectory));
    }

    /**
     * Measures.
     *
     * @param work an empty folder
     */
    public Result run(Path work) throws IOException {
        try (BenchDoors doors = new BenchDoors(1);
                PortProcess asking = nginx(work.resolve("door"), doors, Nginx.Asked.DOOR);
                PortProcess empty = nginx(work.resolve("floor"), doors, Nginx.Asked.FLOOR)) {
            HttpCallers callers = new HttpCallers(size.connections);
            HttpCallers others = new HttpCallers(size.connections);
            double[] door = new double[size.rounds];
            double[] floor = new double[size.rounds];
            double[] shares = new double[size.rounds];
            long passed = 0;
            for (int round = -size.warmUp; round < size.rounds; round++) {
                boolean doorFirst = round % 2 == 0;
                double before = doorFirst ? 0 : others.perSecond(empty.port(), size.each);
                long undecided = callers.undecided();
                double asked = callers.perSecond(asking.port(), size.each);
                double unasked = doorFirst ? others.perSecond(empty.port(), size.each) : before;
                if (round >= 0) {
                    door[round] = asked;
                    floor[round] = unasked;
                    shares[round] = asked / unasked;
                    passed += callers.undecided() - undecided;
                }
                progress.accept(round + size.warmUp + 1);
            }
            return new Result(Median.of(door), Median.of(floor), Median.of(shares), passed);
        }
    }

    private PortProcess nginx(Path directory, BenchDoors doors, Nginx.Asked asked) throws IOException {
        return Nginx.start(program, shipped, Files.createDirectory(directory), doors.port(), asked);
    }
}
