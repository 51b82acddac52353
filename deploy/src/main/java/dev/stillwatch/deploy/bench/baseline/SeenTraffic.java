// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import dev.stillwatch.deploy.bench.play.Play;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what baselines see of each simulation beside it, because the records do not stay. */
public final class SeenTraffic implements Play.Witness {
    private static final String FILE = "seen.json.gz";

    @Override
    public void see(Path simulation) throws IOException {
        Traffic.read(simulation).save(simulation.resolve(FILE));
    }

    @Override
    public boolean saw(Path simulation) {
        return Files.exists(simulation.resolve(FILE));
    }

    /**
     * What was seen of a simulation.
     *
     * @throws IOException when it was not seen, or cannot be read
     */
    public static Traffic of(Path simulation) throws IOException {
        return Traffic.load(simulation.resolve(FILE));
    }
}
