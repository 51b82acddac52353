// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.play;

import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One simulation played and judged into a folder, unless it is there already. */
public final class Play {
    private static final String DONE = "done.txt";

    private final Replay replay;
    private final String detection;
    private final Witness witness;

    /** Sees each simulation once it is judged, before its records go. */
    public interface Witness {
        /** Needs nothing of the records. */
        Witness NONE = new Witness() {
            @Override
            public void see(Path simulation) {}

            @Override
            public boolean saw(Path simulation) {
                return true;
            }
        };

        /**
         * Keeps what it needs in the simulation's folder.
         *
         * @throws IOException when it cannot
         */
        void see(Path simulation) throws IOException;

        /** Whether it has what it needs: a play may have been judged before anyone was to see it. */
        boolean saw(Path simulation);
    }

    /**
     * Plays through a replay.
     *
     * @param detection stands beside each result
     */
    public Play(Replay replay, String detection, Witness witness) {
        this.replay = replay;
        this.detection = detection;
        this.witness = witness;
    }

    /**
     * Returns the folder of the simulation.
     *
     * @throws IOException when it cannot be written or judged
     */
    public Path into(Recipe recipe, Path folder, boolean keepTraffic) throws IOException {
        Path simulation = folder.resolve("traffic");
        Path done = folder.resolve(DONE);
        String mark = recipe + "\n" + detection + "\n";
        boolean judged = Files.exists(done) && Files.readString(done).equals(mark);
        if (judged && witness.saw(simulation)) {
            return simulation;
        }
        if (!judged) {
            Files.deleteIfExists(done);
            forget(simulation);
        }
        Simulation.of(recipe).write(simulation, count -> {});
        if (!judged) {
            replay.run(simulation, folder);
        }
        witness.see(simulation);
        if (!keepTraffic) {
            Files.delete(simulation.resolve("usage.ndjson"));
        }
        Files.writeString(done, mark);
        return simulation;
    }

    /** What a witness kept of other records would pass for these. */
    private static void forget(Path simulation) throws IOException {
        if (Files.exists(simulation)) {
            try (Stream<Path> files = Files.list(simulation)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
