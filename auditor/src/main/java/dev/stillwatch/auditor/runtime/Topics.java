// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics on one cluster: which are missing, how many partitions they have, and making them. */
public final class Topics {
    /** The topics that the auditor's topology reads and writes. */
    public static final Set<Topic> OF_AUDITOR = Set.copyOf(EnumSet.of(
            Topic.USAGE,
            Topic.FRAGMENTS,
            Topic.EXCHANGES,
            Topic.CONTRIBUTIONS,
            Topic.EDGES,
            Topic.MEMBERSHIPS,
            Topic.STANDINGS,
            Topic.ALERTS,
            Topic.ACTS,
            Topic.POLICIES,
            Topic.REJECTS));

    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String LOG_APPEND_TIME = "LogAppendTime";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /**
     * How long an outage may last without a contribution lost that waits; accounts that are told often take room. It
     * counts from the timestamps of records, which are those of the input: of input that was older than this when it was
     * judged nothing is held back ({@code docs/decisions/0014-what-a-ring-costs-and-what-speaks-for-it.md}).
     */
    private static final Duration REREAD_WITHIN = Duration.ofHours(6);

    private final Admin admin;
    private final String prefix;

    /**
     * The topics of one cluster.
     *
     * @param admin connected to the cluster; stays the caller's
     * @param prefix stands before every topic's name, empty for the names of the contract
     */
    public Topics(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** The given topics that the cluster lacks. */
    public Set<Topic> missing(Collection<Topic> wanted) {
        Set<String> present = await(admin.listTopics().names().toCompletionStage());
        Set<Topic> missing = EnumSet.noneOf(Topic.class);
        for (Topic topic : wanted) {
            if (!present.contains(prefix + topic.topicName())) {
                missing.add(topic);
            }
        }
        return missing;
    }

    /**
     * Makes those of the given topics that the cluster lacks.
     *
     * @param sources partitions of topics that their owner keys
     * @param partitions partitions of the topics keyed by account; all alike, because they are read side by side
     * @param keepAll for replays: nothing is ever cleaned, so that every version of a standing can be read back
     */
    public void create(Collection<Topic> wanted, int sources, int partitions, boolean keepAll) {
        List<NewTopic> topics = missing(wanted).stream()
                .map(topic -> new NewTopic(
                                prefix + topic.topicName(),
                                Optional.of(partitionsOf(topic, sources, partitions)),
                                Optional.empty())
                        .configs(settings(topic, keepAll)))
                .toList();
        try {
            await(admin.createTopics(topics).all().toCompletionStage());
        } catch (BrokerUnavailableException e) {
            // Another instance was faster: the topic is there, which is all that was asked for.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Partitions of each of the topics. */
    public Map<Topic, Integer> partitions(Collection<Topic> wanted) {
        List<String> names =
                wanted.stream().map(topic -> prefix + topic.topicName()).toList();
        var described = await(admin.describeTopics(names).allTopicNames().toCompletionStage());
        Map<Topic, Integer> partitions = new HashMap<>();
        for (Topic topic : wanted) {
            var description = described.get(prefix + topic.topicName());
            if (description != null) {
                partitions.put(topic, description.partitions().size());
            }
        }
        return partitions;
    }

    /**
     * What is wrong with the usage topic's clock, and what to do; empty when the broker stamps its records, or there is no
     * such topic. Where writers stamp them, a writer whose clock is years ahead passes for punctual.
     */
    public Optional<String> clockProblem() {
        if (!missing(Set.of(Topic.USAGE)).isEmpty()) {
            return Optional.empty();
        }
        String name = prefix + Topic.USAGE.topicName();
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        ConfigEntry type = await(admin.describeConfigs(List.of(resource)).all().toCompletionStage())
                .getOrDefault(resource, new Config(List.of()))
                .get(TIMESTAMP_TYPE);
        return type == null || LOG_APPEND_TIME.equals(type.value())
                ? Optional.empty()
                : Optional.of(
                        "the topic " + name + " is stamped by its writers' clocks, so a wrong one goes unnoticed; set "
                                + TIMESTAMP_TYPE + "=" + LOG_APPEND_TIME + " on it");
    }

    private static int partitionsOf(Topic topic, int sources, int partitions) {
        return switch (topic) {
            case USAGE, ASSET_ACCESS -> sources;
            // Read whole by every instance, or by nobody in the stream: one partition keeps their order.
            case POLICIES, LEDGER, PROBES, COST -> 1;
            // One task forms rings and sees all links.
            case EDGES, CONTRIBUTIONS -> 1;
            default -> partitions;
        };
    }

    private static Map<String, String> settings(Topic topic, boolean keepAll) {
        Map<String, String> settings = new HashMap<>();
        if (topic == Topic.USAGE || topic == Topic.ASSET_ACCESS) {
            settings.put("max.message.bytes", String.valueOf(EmbeddedBroker.MAX_RECORD_BYTES));
        }
        if (topic == Topic.USAGE && !keepAll) {
            // When a record arrived is held against what it says of itself: by the broker's clock, not by the writer's.
            settings.put(TIMESTAMP_TYPE, LOG_APPEND_TIME);
        }
        if (keepAll) {
            settings.put("cleanup.policy", "delete");
            settings.put("retention.ms", "-1");
            return settings;
        }
        if (topic == Topic.CONTRIBUTIONS) {
            // What waits for its epoch is read from here once more after a restart, not only each account's latest.
            settings.put("min.compaction.lag.ms", String.valueOf(REREAD_WITHIN.toMillis()));
        }
        if (topic == Topic.BUCKETS) {
            // A limiter reads all of it before it answers, and states of seconds ago are all that it needs.
            settings.put("segment.bytes", String.valueOf(32 << 20));
            settings.put("segment.ms", String.valueOf(Duration.ofMinutes(10).toMillis()));
            settings.put("min.cleanable.dirty.ratio", "0.1");
            settings.put(
                    "delete.retention.ms", String.valueOf(Duration.ofMinutes(10).toMillis()));
        }
        switch (topic.cleanup()) {
            case OWNER, DELETE ->
                settings.put("retention.ms", String.valueOf(Duration.ofDays(7).toMillis()));
            case DELETE_LONG ->
                settings.put(
                        "retention.ms", String.valueOf(Duration.ofDays(7 * 366).toMillis()));
            case COMPACT -> settings.put("cleanup.policy", "compact");
        }
        return settings;
    }

    private static <T> T await(java.util.concurrent.CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BrokerUnavailableException("the broker did not answer: " + message(e), e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("the broker did not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("interrupted while waiting for the broker", e);
        }
    }

    private static String message(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : String.valueOf(cause.getMessage());
    }
}
