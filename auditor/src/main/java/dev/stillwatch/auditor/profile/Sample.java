// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * What a tally counts distinct values of. Ordinal is wire format: append.
 *
 * <p>A carried sample outlives its day, decaying with the tally; the others are of one day.
 */
public enum Sample {
    /** Networks (/24 or /48). */
    NETWORKS(32, Keeping.PRESENCE),
    /** User-agent or harness strings. */
    USER_AGENTS(16, Keeping.PRESENCE),
    /** System texts. */
    SYSTEMS(16, Keeping.PRESENCE),
    /** API keys. */
    CREDENTIALS(8, Keeping.PRESENCE),
    /** Models, with exchanges of each. */
    MODELS(8, Keeping.COUNTED),
    /** Normalised prompts, with exchanges of each. */
    PROMPTS(16, Keeping.COUNTED),
    /** Templates of refused prompts. */
    REFUSED_SKELETONS(32, Keeping.CARRIED),
    /** Templates of refused prompts that tried to override rules or to elicit reasoning. */
    PROBED_SKELETONS(32, Keeping.CARRIED),
    /** Heads of reward-shaped prompts: tasks, with candidates of each. */
    TASKS(16, Keeping.CARRIED),
    /** Tokens that carried a logit bias in calls that also asked for log-probabilities. */
    BIASED_TOKENS(32, Keeping.CARRIED),
    /** Templates of prompts, with exchanges of each: how often a template was used, for its links. */
    SKELETONS(12, Keeping.COUNTED);

    private final int capacity;
    private final Keeping keeping;

    Sample(int capacity, Keeping keeping) {
        this.capacity = capacity;
        this.keeping = keeping;
    }

    /** Most values kept; the relative standard error of a distinct estimate beyond it is 1/sqrt(capacity - 1). */
    public int capacity() {
        return capacity;
    }

    boolean counted() {
        return keeping != Keeping.PRESENCE;
    }

    boolean carried() {
        return keeping == Keeping.CARRIED;
    }

    private enum Keeping {
        PRESENCE,
        COUNTED,
        CARRIED
    }
}
