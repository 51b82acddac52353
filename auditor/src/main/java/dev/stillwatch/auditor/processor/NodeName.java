// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

/**
 * Names of the topology's sources, processors and sinks. Contract with running deployments: a renamed node is a
 * migration, and the golden description in the tests shows it.
 */
public enum NodeName {
    USAGE_SOURCE("usage-source"),
    INTAKE("intake"),
    FRAGMENTS_SINK("fragments-sink"),
    EXCHANGES_SINK("exchanges-sink"),
    INTAKE_REJECTS_SINK("intake-rejects-sink"),
    SOURCE_HEALTH_SINK("source-health-sink"),
    FRAGMENTS_SOURCE("fragments-source"),
    MERGE("merge"),
    MERGED_SINK("merged-sink"),
    MERGE_REJECTS_SINK("merge-rejects-sink"),
    EXCHANGES_SOURCE("exchanges-source"),
    ACTS_SOURCE("acts-source"),
    JUDGE("judge"),
    MEMBERSHIPS_SOURCE("memberships-source"),
    COMPOSE("compose"),
    STANDINGS_SINK("standings-sink"),
    ALERTS_SINK("alerts-sink"),
    CONTRIBUTIONS_SINK("contributions-sink"),
    EDGES_SINK("edges-sink"),
    JUDGE_REJECTS_SINK("judge-rejects-sink"),
    EDGES_SOURCE("edges-source"),
    CONTRIBUTIONS_SOURCE("contributions-source"),
    RINGS("rings"),
    MEMBERSHIPS_SINK("memberships-sink"),
    RING_STANDINGS_SINK("ring-standings-sink"),
    RING_ALERTS_SINK("ring-alerts-sink"),
    POLICIES_SOURCE("policies-source"),
    POLICIES("policies");

    private final String label;

    NodeName(String label) {
        this.label = label;
    }

    /** The stable name. */
    public String label() {
        return label;
    }
}
