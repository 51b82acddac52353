// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.query.Health;
import dev.stillwatch.auditor.query.QueryServer;
import dev.stillwatch.auditor.query.StreamLimits;
import dev.stillwatch.auditor.query.TokenFile;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.BoundLog;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.auditor.runtime.KafkaAlertFeed;
import dev.stillwatch.auditor.runtime.KafkaStandingView;
import dev.stillwatch.auditor.runtime.PolicyPublisher;
import dev.stillwatch.auditor.runtime.PolicyWatch;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.deploy.command.limiter.LimiterRun;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.load.PolicyShelf;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that {@code run} starts, in order, and stops in the opposite one. */
final class LiveRun implements AutoCloseable {
    private static final Duration POLICY_LOOK = Duration.ofMillis(500);

    private final Terminal terminal;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private Optional<Auditor> auditor = Optional.empty();
    private Optional<LimiterRun> limiter = Optional.empty();

    private LiveRun(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * What the options say.
     *
     * @param home where keys, tokens, broker and state are kept
     * @param cluster the cluster to join; empty for the broker inside
     * @param createTopics whether missing topics are made on that cluster
     * @param partitions partitions of topics that are made
     * @param brokerPort port of the broker inside; 0 for a free one
     * @param door where the HTTP door listens
     * @param policies policy file or directory; empty for the packaged policy
     * @param allowUnsigned whether unsigned passports are taken
     * @param format a format's name or auto
     * @param threads stream threads
     * @param instance static member name
     * @param standbys warm copies of the state
     * @param sharing group for which templates are hashed too; empty for none
     * @param limits limits file or directory of a limiter beside the auditor; empty for none
     * @param limiterDoor where that limiter listens
     */
    record Settings(
            Path home,
            Optional<String> cluster,
            boolean createTopics,
            int partitions,
            int brokerPort,
            ListenAddress door,
            Optional<Path> policies,
            boolean allowUnsigned,
            String format,
            int threads,
            String instance,
            int standbys,
            Optional<SharingGroup> sharing,
            Optional<Path> limits,
            ListenAddress limiterDoor) {}

    /** Starts it all; what was started before something failed is stopped again. */
    static LiveRun start(Settings settings, DetectionSource detections, Terminal terminal) throws IOException {
        LiveRun run = new LiveRun(terminal);
        try {
            run.begin(settings, detections);
            return run;
        } catch (IOException | RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /** Whether traffic is judged now. */
    boolean isReady() {
        return auditor.map(Auditor::isHealthy).orElse(false);
    }

    /** Lets the limiter, if there is one, do what has to be done now and then; called a few times a second. */
    void look() {
        limiter.ifPresent(LimiterRun::look);
    }

    /** Whether the stream has given up. */
    boolean hasFailed() {
        return auditor.map(Auditor::hasFailed).orElse(false);
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                // The rest still has to stop.
                terminal.err().println("stillwatch: while stopping: " + Problems.line(e));
            }
        }
    }

    private void begin(Settings settings, DetectionSource detections) throws IOException {
        // Policy and limits first: bad ones end the start before anything is made on disk or on the cluster.
        settings.limits.ifPresent(limits -> LimiterRun.check(limits, LimitsLoader.Domains.ONCE));
        Policy policy = settings.policies
                .map(path -> PolicyChoice.load(path, settings.allowUnsigned))
                .orElseGet(() -> new PolicyLoader().packagedDefault());
        started.push(HomeLock.take(settings.home));
        DeploymentKey key = KeyFile.in(settings.home).currentOrNew(new SecureRandom());
        String bootstrapServers = broker(settings);
        Cluster cluster = new Cluster(bootstrapServers);
        boolean create = settings.createTopics || settings.cluster.isEmpty();
        cluster.require(Topics.OF_AUDITOR, create, settings.partitions);
        if (create) {
            // Not the auditor's: limiters of this cluster write there, and have no right to make it.
            cluster.require(Set.of(Topic.DECISIONS, Topic.PROBES, Topic.BUCKETS), true, settings.partitions);
        }
        publish(settings, bootstrapServers, policy);
        BoundLog bounds = new BoundLog(InstantSource.system());
        Auditor stream = Auditor.start(
                auditorSettings(settings, bootstrapServers),
                detections.with(key, settings.sharing),
                settings.format,
                policy,
                bounds);
        auditor = Optional.of(stream);
        started.push(stream);
        door(
                settings,
                bootstrapServers,
                key,
                () -> new Health(stream.isHealthy(), stream.state().name().toLowerCase(Locale.ROOT), bounds.totals()));
        if (settings.limits.isPresent()) {
            limiter(settings, settings.limits.get(), bootstrapServers, key);
        }
        say("Policy " + policy.id() + ", " + policy.mode().name().toLowerCase(Locale.ROOT)
                + (settings.policies.isEmpty() ? " (packaged)" : "") + ".");
    }

    private String broker(Settings settings) throws IOException {
        if (settings.cluster.isPresent()) {
            return settings.cluster.get();
        }
        if (settings.brokerPort > 0) {
            requireFree(settings.brokerPort);
        }
        Path directory = settings.home.resolve("broker");
        EmbeddedBroker broker = settings.brokerPort == 0
                ? EmbeddedBroker.start(directory)
                : EmbeddedBroker.start(directory, settings.brokerPort);
        started.push(broker);
        say("Kafka broker inside this process at " + broker.bootstrapServers() + ", kept in " + directory
                + "; send usage records to the topic " + Topic.USAGE.topicName() + ".");
        return broker.bootstrapServers();
    }

    /** The broker itself would only say so in its log, and slowly. */
    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(QueryServer.LOOPBACK))) {
            probe.setReuseAddress(true);
        } catch (IOException e) {
            throw new InputProblem(
                    "port " + port + " is taken, perhaps by a Kafka broker: join it with --bootstrap-servers, or choose"
                            + " another with --broker-port",
                    e);
        }
    }

    private void publish(Settings settings, String bootstrapServers, Policy policy) {
        if (settings.policies.isEmpty()) {
            // The packaged policy judges where nothing is published; published, it could outlive its welcome.
            return;
        }
        String topic = Topic.POLICIES.topicName();
        PolicyPublisher publisher = new PolicyPublisher(bootstrapServers);
        publisher.publish(topic, List.of(policy));
        started.push(PolicyWatch.start(
                settings.policies.get(),
                new PolicyShelf(new PolicyLoader(settings.allowUnsigned), policy),
                next -> publisher.publish(topic, List.of(next)),
                new PolicyNews(terminal, policy.timing()),
                POLICY_LOOK));
    }

    private static AuditorSettings auditorSettings(Settings settings, String bootstrapServers) {
        AuditorSettings live = AuditorSettings.live(bootstrapServers, settings.home.resolve("state"), settings.threads);
        return new AuditorSettings(
                live.bootstrapServers(),
                live.applicationId(),
                live.topicPrefix(),
                live.stateDirectory(),
                live.threads(),
                settings.standbys,
                Optional.of(settings.instance),
                live.commit(),
                live.end());
    }

    private void door(Settings settings, String bootstrapServers, DeploymentKey key, Supplier<Health> health)
            throws IOException {
        TokenFile tokens = TokenFile.in(settings.home);
        Optional<String> token = tokens.issueFirst(new SecureRandom());
        KafkaStandingView standings = KafkaStandingView.start(bootstrapServers, Topic.STANDINGS.topicName(), key);
        started.push(standings);
        QueryServer server;
        try {
            server = QueryServer.start(
                    settings.door.socket(),
                    tokens.read(),
                    new KafkaAlertFeed(bootstrapServers, Topic.ALERTS.topicName()),
                    standings,
                    health,
                    StreamLimits.ORDINARY);
        } catch (IOException e) {
            throw new InputProblem(String.valueOf(e.getMessage()), e);
        } finally {
            // Also when the port is taken: the token is nowhere else.
            token.ifPresentOrElse(
                    shown -> say("Token for the HTTP door, role analyst, shown this once: " + shown),
                    () -> say("Tokens for the HTTP door were issued before; for a new first one remove " + tokens.path()
                            + " and start again."));
        }
        started.push(server);
        say("HTTP door at " + settings.door.url(server.port()) + ".");
        if (settings.door.isOpen()) {
            terminal.err()
                    .println("stillwatch: the HTTP door is open to other machines without TLS; put a TLS proxy before"
                            + " it, tokens cross the network");
        }
    }

    private void limiter(Settings settings, Path limits, String bootstrapServers, DeploymentKey key)
            throws IOException {
        LimiterRun run = LimiterRun.start(
                new LimiterRun.Settings(
                        limits,
                        LimitsLoader.Domains.ONCE,
                        settings.limiterDoor,
                        new Modes(false, false),
                        Counters.MOST,
                        Optional.of(new LimiterRun.Cluster(bootstrapServers, key, settings.instance))),
                terminal);
        started.push(run);
        limiter = Optional.of(run);
    }

    private void say(String line) {
        terminal.out().println(line);
    }
}
