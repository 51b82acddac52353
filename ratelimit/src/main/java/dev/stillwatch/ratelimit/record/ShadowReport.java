// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which customers shadow mode of one kind spares, and of how many refusals, since the start: what an owner looks at before
 * limits refuse. Bounded: of subjects beyond {@value #MOST_SUBJECTS} only the calls are counted.
 */
public final class ShadowReport {
    /** Subjects told apart. */
    public static final int MOST_SUBJECTS = 10_000;

    private final Outcome spared;
    private final Map<String, Long> bySubject = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();

    /** Of decisions with that outcome. */
    ShadowReport(Outcome spared) {
        this.spared = spared;
    }

    /**
     * A customer.
     *
     * @param subject account, empty for calls that named none
     * @param calls calls that passed and would have been refused
     */
    public record Hit(String subject, long calls) {}

    void add(Cell cell, long count) {
        if (cell.outcome() != spared) {
            return;
        }
        calls.addAndGet(count);
        if (bySubject.size() < MOST_SUBJECTS || bySubject.containsKey(cell.subject())) {
            bySubject.merge(cell.subject(), count, Long::sum);
        }
    }

    /** All calls that would have been refused. */
    public long calls() {
        return calls.get();
    }

    /** How many customers they were of. */
    public int customers() {
        return bySubject.size();
    }

    /** Whom it would have hit most, at most so many. */
    public List<Hit> most(int limit) {
        return bySubject.entrySet().stream()
                .map(entry -> new Hit(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Hit::calls).reversed().thenComparing(Hit::subject))
                .limit(limit)
                .toList();
    }
}
