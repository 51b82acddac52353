// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.SeenTraffic;
import dev.stillwatch.deploy.bench.rival.Scene;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A play that was judged.
 *
 * @param simulation its folder
 * @param run what Stillwatch found
 */
record Played(Path simulation, ScoredRun run) {
    /** What a rival sees of it, read each time: all plays at once would not fit. */
    Scene scene() throws IOException {
        return new Scene(SeenTraffic.of(simulation), run.rings());
    }
}
