// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.key.OwnerOnlyFile;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.ratelimit.follow.FollowException;
import dev.stillwatch.ratelimit.follow.ProbeWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where a probe is recorded. Made before the first call is sent: a probe uses up a limit, so one that cannot be recorded is
 * not begun.
 *
 * @param key tags what is recorded; always there with a cluster
 * @param file takes a line for each probe
 * @param cluster has the topic of probes
 */
record ProbeRecords(Optional<DeploymentKey> key, Optional<OwnerOnlyFile> file, Optional<String> cluster) {
    /**
     * Looks whether all of it can be written.
     *
     * @param create whether a missing topic is made
     */
    static ProbeRecords open(Path home, Optional<Path> out, Optional<String> cluster, boolean create)
            throws IOException {
        Optional<OwnerOnlyFile> file = out.map(OwnerOnlyFile::new);
        if (file.isPresent()) {
            file.get().prepare();
        }
        KeyFile keys = KeyFile.in(home);
        boolean known = Files.exists(keys.path());
        if (cluster.isPresent()) {
            if (!known) {
                throw new InputProblem(
                        "no key at " + keys.path() + ", under which probes are recorded; copy the auditor's there");
            }
            new Cluster(cluster.get()).require(Set.of(Topic.PROBES), create, 1);
        }
        boolean wanted = file.isPresent() || cluster.isPresent();
        return new ProbeRecords(known && wanted ? Optional.of(keys.current()) : Optional.empty(), file, cluster);
    }

    /** Writes it everywhere, and says where. */
    void write(Probe probe, Terminal terminal) throws IOException {
        if (file.isPresent()) {
            file.get().append(ProbeLine.of(probe, key));
            terminal.out()
                    .println("Added to " + file.get().path()
                            + (key.isPresent() ? "." : ", without a tag: there is no key in STILLWATCH_HOME."));
        }
        if (cluster.isPresent()) {
            try (ProbeWriter writer = ProbeWriter.to(cluster.get(), key.orElseThrow())) {
                writer.write(probe);
            } catch (FollowException e) {
                throw new InputProblem(String.valueOf(e.getMessage()), e);
            }
            terminal.out().println("Recorded on " + Topic.PROBES.topicName() + " as " + probe.id() + ".");
        }
    }
}
