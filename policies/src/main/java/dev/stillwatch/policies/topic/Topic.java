// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.topic;

/**
 * Every topic that Stillwatch reads or writes: its name, what keys it, how it is cleaned and how sensitive it is. The
 * one place where these strings stand; a test pins them.
 */
public enum Topic {
    /** One usage record in any supported format. The only topic that may hold text. */
    USAGE("llm.usage", "anything", Cleanup.OWNER, Sensitivity.TEXT),
    /** One store, repository or audit record, any supported format. */
    ASSET_ACCESS("asset.access", "anything", Cleanup.OWNER, Sensitivity.IDENTITY),
    /** Parts of split usage records and the watermark ticks of the sources, on their way to the merge. */
    FRAGMENTS("stillwatch.fragments", "correlation id", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** Features and sketches of one exchange; never text. */
    EXCHANGES("stillwatch.exchanges", "account", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** What an account adds to a ring; replaces its previous one. */
    CONTRIBUTIONS("stillwatch.contributions", "account", Cleanup.COMPACT, Sensitivity.IDENTITY),
    /** (account, artefact, epoch) links. */
    EDGES("stillwatch.edges", "artefact", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** What members inherit from their ring, with a MAC, and the ticks of the task that forms rings. */
    MEMBERSHIPS("stillwatch.memberships", "account", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** Normalised asset accesses. */
    ACCESSES("stillwatch.accesses", "actor", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** Self-sufficient standings, with a MAC. */
    STANDINGS("stillwatch.standings", "account or ring", Cleanup.COMPACT, Sensitivity.IDENTITY),
    /** OCSF 1.8.0 findings. */
    ALERTS("stillwatch.alerts", "subject", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** Limit decisions. */
    DECISIONS("stillwatch.decisions", "account", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** What limiters have counted, under keyed hashes, with a MAC. */
    BUCKETS("stillwatch.buckets", "hash of a counter", Cleanup.COMPACT, Sensitivity.IDENTITY),
    /** What was marked or signed, for whom. */
    MARKS("stillwatch.marks", "mark id", Cleanup.DELETE, Sensitivity.IDENTITY),
    /** What a person did: approve, undo, suppress, verdict, review, promote; with a MAC. */
    ACTS("stillwatch.acts", "subject", Cleanup.DELETE_LONG, Sensitivity.IDENTITY),
    /** Full policy snapshots. */
    POLICIES("stillwatch.policies", "policy id", Cleanup.COMPACT, Sensitivity.PLAIN),
    /** Results of the limiter's self-test, with a MAC. */
    PROBES("stillwatch.probes", "limiter", Cleanup.DELETE, Sensitivity.PLAIN),
    /** Leaves with their index, and checkpoints. */
    LEDGER("stillwatch.ledger", "log id", Cleanup.DELETE_LONG, Sensitivity.IDENTITY),
    /** Coordinates, reason and remedy of a rejected record; no content. */
    REJECTS("stillwatch.rejects", "source", Cleanup.DELETE, Sensitivity.PLAIN),
    /** One FOCUS cost row. */
    COST("rnd.cost", "anything", Cleanup.OWNER, Sensitivity.PLAIN);

    /** How old records leave a topic. */
    public enum Cleanup {
        /** The owner of the topic decides; Stillwatch never creates or alters it unasked. */
        OWNER,
        /** Time retention of days. */
        DELETE,
        /** Time retention of years: evidence. */
        DELETE_LONG,
        /** The last record of each key stays. */
        COMPACT
    }

    /** What a reader of the topic learns. */
    public enum Sensitivity {
        /** Nothing about a customer. */
        PLAIN,
        /** Account names and keyed hashes. */
        IDENTITY,
        /** Prompts and answers. */
        TEXT
    }

    private final String topicName;
    private final String key;
    private final Cleanup cleanup;
    private final Sensitivity sensitivity;

    Topic(String topicName, String key, Cleanup cleanup, Sensitivity sensitivity) {
        this.topicName = topicName;
        this.key = key;
        this.cleanup = cleanup;
        this.sensitivity = sensitivity;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** What the record key holds, in words. */
    public String key() {
        return key;
    }

    /** How old records leave. */
    public Cleanup cleanup() {
        return cleanup;
    }

    /** What a reader learns. */
    public Sensitivity sensitivity() {
        return sensitivity;
    }
}
