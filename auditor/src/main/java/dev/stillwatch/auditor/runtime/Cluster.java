// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.topic.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Asks a cluster, before anything is started on it, whether it answers and has what is needed. */
public final class Cluster {
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
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "request.timeout.ms", PATIENCE_MILLIS,
                "default.api.timeout.ms", PATIENCE_MILLIS))) {
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
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokerUnavailableException(
                    "no Kafka broker answers at " + bootstrapServers + "; is it running, and is the address right?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("interrupted while waiting for " + bootstrapServers, e);
        } catch (KafkaException e) {
            throw new BrokerUnavailableException(
                    "'" + bootstrapServers + "' cannot be used as a cluster's address; write HOST:PORT,HOST:PORT", e);
        }
    }
}
