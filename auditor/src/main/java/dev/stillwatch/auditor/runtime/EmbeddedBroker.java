// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One KRaft node, broker and controller together, inside this process: what {@code demo}, {@code run} and
 * {@code backtest} use when they are given no cluster. It listens on loopback only, on free ports. A temporary
 * directory is deleted on close; a given one is kept and used again.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Largest record that it takes, in bytes. */
    public static final int MAX_RECORD_BYTES = 16 * 1024 * 1024;

    private static final int NODE_ID = 1;
    /** Always the same: a directory of an earlier start is recognised, and no two embedded brokers ever meet. */
    private static final String CLUSTER_ID = "c3RpbGx3YXRjaC1sb2NhbA";

    private static final String CONTROLLER = "CONTROLLER";
    private static final String LOOPBACK = "127.0.0.1";

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Path directory;
    private final boolean temporary;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers, Path directory, boolean temporary) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
        this.temporary = temporary;
    }

    /** Starts a broker whose data vanish when it is closed. */
    public static EmbeddedBroker startTemporary() throws IOException {
        return start(Files.createTempDirectory("stillwatch-broker"), true, Optional.empty());
    }

    /** Starts a broker that keeps its data in the directory. */
    public static EmbeddedBroker start(Path directory) throws IOException {
        return start(Files.createDirectories(directory), false, Optional.empty());
    }

    /** Starts a broker that keeps its data in the directory and listens on the given port of loopback. */
    public static EmbeddedBroker start(Path directory, int port) throws IOException {
        return start(Files.createDirectories(directory), false, Optional.of(port));
    }

    private static EmbeddedBroker start(Path directory, boolean temporary, Optional<Integer> port) throws IOException {
        int[] free = freePorts();
        int brokerPort = port.orElse(free[0]);
        KafkaConfig config = new KafkaConfig(settings(directory, brokerPort, free[1]), false);
        format(directory);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, LOOPBACK + ":" + brokerPort, directory, temporary);
    }

    /** Where it keeps its data; a temporary broker's is gone after close. */
    public Path directory() {
        return directory;
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        if (temporary) {
            try {
                new WorkDirectory(directory).delete();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete the embedded broker's " + directory, e);
            }
        }
    }

    private static void format(Path directory) throws IOException {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(NODE_ID)
                    .setClusterId(CLUSTER_ID)
                    .setDirectories(List.of(directory.toString()))
                    .setMetadataLogDirectory(directory.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot prepare " + directory + " for the embedded broker: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> settings(Path directory, int brokerPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put(
                "listeners",
                "PLAINTEXT://" + LOOPBACK + ":" + brokerPort + "," + CONTROLLER + "://" + LOOPBACK + ":"
                        + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + LOOPBACK + ":" + brokerPort);
        settings.put("log.dirs", directory.toString());
        // Topics are made on purpose, with their clean-up; a misspelt name must not become a topic.
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", String.valueOf(MAX_RECORD_BYTES));
        settings.put("replica.fetch.max.bytes", String.valueOf(MAX_RECORD_BYTES));
        settings.put("socket.request.max.bytes", String.valueOf(2 * MAX_RECORD_BYTES));
        for (String topic : List.of("offsets.topic", "transaction.state.log")) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "1");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        // One process joins its own group: nobody to wait for.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // Small files and buffers: many near-empty partitions on a laptop.
        settings.put("log.segment.bytes", String.valueOf(64 * 1024 * 1024));
        settings.put("log.index.size.max.bytes", String.valueOf(1024 * 1024));
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
        settings.put("offsets.topic.segment.bytes", String.valueOf(16 * 1024 * 1024));
        settings.put("transaction.state.log.segment.bytes", String.valueOf(16 * 1024 * 1024));
        settings.put("num.io.threads", "4");
        settings.put("num.network.threads", "2");
        settings.put("controlled.shutdown.enable", "false");
        return settings;
    }

    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getByName(LOOPBACK);
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket two = new ServerSocket(0, 1, loopback)) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }
}
