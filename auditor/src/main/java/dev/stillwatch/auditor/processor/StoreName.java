// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

/** Names of the state stores, and so of their changelog topics. Contract with running deployments. */
public enum StoreName {
    /** How far each source partition has got. */
    SOURCE_CLOCK("source-clock"),
    /** Ticks seen by the merge. */
    MERGE_CLOCK("merge-clock"),
    /** Parts of split records that wait for the others. */
    PARTS("parts"),
    /** Ticks seen by the judge. */
    JUDGE_CLOCK("judge-clock"),
    /** Exchanges whose bucket is still open. */
    PENDING("pending"),
    /** Ids of exchanges within the duplicate window. */
    DUPLICATES("duplicates"),
    /** Hot state of each account. */
    PROFILES("profiles"),
    /** Cold state of each account. */
    HISTORIES("histories"),
    /** People's acts by subject. */
    SUBJECT_ACTS("subject-acts"),
    /** How far the task that forms rings has got. */
    COMPOSE_CLOCK("compose-clock"),
    /** Accounts' own standings that wait for what rings say of the same time. */
    COMPOSE_WAITING("compose-waiting"),
    /** What each account's standing was made of. */
    COMPOSED("composed"),
    /** Ticks seen by the task that forms rings. */
    RING_CLOCK("ring-clock"),
    /** Acts on rings whose epoch is still open. */
    RING_PENDING("ring-pending"),
    /** Edges that have waited long for their epoch to close. */
    RING_PENDING_EDGES("ring-pending-edges"),
    /** Contributions that have waited long for their epoch to close. */
    RING_PENDING_CONTRIBUTIONS("ring-pending-contributions"),
    /** Live links. */
    RING_LINKS("ring-links"),
    /** The latest contribution of each account. */
    RING_CONTRIBUTIONS("ring-contributions"),
    /** Declared owners that were over their volume. */
    RING_OWNERS("ring-owners"),
    /** What is remembered of each ring. */
    RINGS("rings"),
    /** People's acts on rings. */
    RING_ACTS("ring-acts"),
    /** What each account inherits. */
    RING_MEMBERS("ring-members"),
    /** Policy snapshots, on every instance. */
    POLICY_BOOK("policy-book");

    private final String label;

    StoreName(String label) {
        this.label = label;
    }

    /** The stable name. */
    public String label() {
        return label;
    }
}
