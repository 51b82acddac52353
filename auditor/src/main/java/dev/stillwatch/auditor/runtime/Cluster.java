// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.topic.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a cluster, before anything is started on it, whether it answers and has what is needed. */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final int PATIENCE_MILLIS = 8_000;

    private final String bootstrapServers;

    /** A cluster by its address list. */
    public Cluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Makes sure that it answers and has the topics.
     *
     * @param wanted topics that must be there
     * @param create whether missing ones are made
     * @param partitions partitions of those that are made
     * @throws BrokerUnavailableException when it does not answer within 8 s, or lacks topics; one line
     */
    public void require(Collection<Topic> wanted, boolean create, int partitions) {
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            Topics topics = new Topics(admin, "");
            Set<Topic> missing = topics.missing(wanted);
            if (!missing.isEmpty() && !create) {
                throw new BrokerUnavailableException(
                        "the cluster at " + bootstrapServers + " lacks "
                                + missing.stream()
                                        .map(Topic::topicName)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + "; add --create-topics to make them",
                        null);
            }
            if (!missing.isEmpty()) {
                topics.create(missing, partitions, partitions, false);
            }
            if (wanted.contains(Topic.USAGE)) {
                warnOfClocks(topics);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokerUnavailableException(
                    "no Kafka broker answers at " + bootstrapServers + "; is it running, and is the address right?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("interrupted while waiting for " + bootstrapServers, e);
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    /** Where settings may not be read, nothing is wrong with the rest. */
    private static void warnOfClocks(Topics topics) {
        try {
            topics.clockProblem().ifPresent(LOG::warn);
        } catch (BrokerUnavailableException e) {
            LOG.warn("whether the broker or the writers stamp usage records is not known: {}", e.getMessage());
        }
    }

    /** What is wrong with the clock of the usage topic, and what to do; see {@link Topics#clockProblem}. */
    public Optional<String> clockProblem() {
        try (Admin admin = admin()) {
            return new Topics(admin, "").clockProblem();
        } catch (KafkaException e) {
            throw unusable(e);
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", PATIENCE_MILLIS,
                "default.api.timeout.ms", PATIENCE_MILLIS));
    }

    private BrokerUnavailableException unusable(KafkaException e) {
        return new BrokerUnavailableException(
                "'" + bootstrapServers + "' cannot be used as a cluster's address; write HOST:PORT,HOST:PORT", e);
    }
}
