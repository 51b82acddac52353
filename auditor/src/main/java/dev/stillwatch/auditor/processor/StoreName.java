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
