// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.play;

import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One simulation played and judged into a folder, unless it is there already. */
public final class Play {
    private static final String DONE = "done.txt";

    private final Replay replay;
    private final String detection;
    private final Witness witness;

    /** Sees each simulation once it is judged, before its records go. */
    @FunctionalInterface
    public interface Witness {
        /** Needs nothing of the records. */
        Witness NONE = simulation -> {};

        /**
         * Keeps what it needs in the simulation's folder.
         *
         * @throws IOException when it cannot
         */
        void see(Path simulation) throws IOException;
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
        if (Files.exists(done) && Files.readString(done).equals(mark)) {
            return simulation;
        }
        Files.deleteIfExists(done);
        Simulation.of(recipe).write(simulation, count -> {});
        replay.run(simulation, folder);
        witness.see(simulation);
        if (!keepTraffic) {
            Files.delete(simulation.resolve("usage.ndjson"));
        }
        Files.writeString(done, mark);
        return simulation;
    }
}
