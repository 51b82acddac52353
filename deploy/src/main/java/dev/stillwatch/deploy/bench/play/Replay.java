// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.play;

import java.io.IOException;
import java.nio.file.Path;

/** Replays a simulated folder through the product: {@code usage.ndjson} and {@code policies/} in, verdicts out. */
@FunctionalInterface
public interface Replay {
    /**
     * Writes {@code verdicts.csv}, {@code days.csv} and {@code rings.jsonl}.
     *
     * @throws IOException when a file cannot be read or written, or the replay cannot be finished
     */
    void run(Path simulation, Path results) throws IOException;
}
