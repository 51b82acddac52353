// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One simulation played and judged into a folder, unless it is there already. */
final class Play {
    /** What rivals see of the traffic, kept when the records are not. */
    static final String SEEN = "seen.json.gz";

    private static final String DONE = "done.txt";

    private final Replay replay;
    private final String detection;

    /**
     * Plays through a replay.
     *
     * @param detection stands beside each result
     */
    Play(Replay replay, String detection) {
        this.replay = replay;
        this.detection = detection;
    }

    /** Returns the folder of the simulation. */
    Path into(Recipe recipe, Path folder, boolean keepTraffic) throws IOException {
        Path simulation = folder.resolve("traffic");
        Path done = folder.resolve(DONE);
        String mark = recipe + "\n" + detection + "\n";
        if (Files.exists(done) && Files.readString(done).equals(mark)) {
            return simulation;
        }
        Files.deleteIfExists(done);
        Simulation.of(recipe).write(simulation, count -> {});
        replay.run(simulation, folder);
        Traffic.read(simulation).save(simulation.resolve(SEEN));
        if (!keepTraffic) {
            Files.delete(simulation.resolve("usage.ndjson"));
        }
        Files.writeString(done, mark);
        return simulation;
    }
}
