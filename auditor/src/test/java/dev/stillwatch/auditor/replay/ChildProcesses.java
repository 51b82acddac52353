// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a test kills: a broker, and an auditor, each the main of a process of its own. */
final class ChildProcesses {
    static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    static final Policy POLICY = new PolicyLoader().packagedDefault();
    static final Path VOCABULARY = Path.of("target", "vocabulary-cache");

    private ChildProcesses() {}

    /** A Java process with this one's class path. */
    static Process start(Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A broker until it is killed; writes its address into a file. */
    static final class Broker {
        public static void main(String[] arguments) throws Exception {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]));
            Path ready = Path.of(arguments[1]);
            Path draft = ready.resolveSibling("draft");
            Files.writeString(draft, broker.bootstrapServers());
            Files.move(draft, ready);
            new CountDownLatch(1).await();
        }
    }

    /**
     * A replaying auditor with the judge that ships, over two partitions until all buckets have closed. Takes the
     * broker's address, the prefix of its topics and its state directory.
     */
    static final class Replay {
        public static void main(String[] arguments) throws Exception {
            AuditorSettings settings = new AuditorSettings(
                    arguments[0],
                    arguments[1] + "app",
                    arguments[1],
                    Path.of(arguments[2]),
                    1,
                    0,
                    Optional.of("member"),
                    Duration.ofMillis(100),
                    new AuditorSettings.End.OfInput(
                            Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(), true));
            CountDownLatch ends = new CountDownLatch(2);
            StreamPlan.Progress progress = new StreamPlan.Progress() {
                @Override
                public void ended(int partition) {
                    ends.countDown();
                }
            };
            Detection detection = Detections.standard(KEY, VOCABULARY, "test");
            try (Auditor auditor = Auditor.start(settings, detection, FormatRegistry.AUTO, POLICY, progress)) {
                while (!ends.await(1, TimeUnit.SECONDS)) {
                    if (auditor.hasFailed()) {
                        System.exit(1);
                    }
                }
            }
        }
    }
}
