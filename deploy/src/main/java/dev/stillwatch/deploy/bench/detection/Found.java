// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.EqualRate;
import java.util.Set;

/**
 * What a rival flagged, of campaign accounts and of the benign accounts that did not set its threshold.
 *
 * @param hits campaign accounts flagged
 * @param attackers campaign accounts
 * @param falseHits benign accounts flagged
 * @param benign benign accounts scored
 */
record Found(long hits, long attackers, long falseHits, long benign) {
    static final Found NOTHING = new Found(0, 0, 0, 0);

    /** Of the accounts that were scored. */
    static Found of(ScoredRun run, Set<String> scored, Set<String> flagged) {
        long hits = 0;
        long attackers = 0;
        long falseHits = 0;
        long benign = 0;
        for (ScoredRun.Account account : run.accounts()) {
            if (!scored.contains(account.id())) {
                continue;
            }
            boolean hit = flagged.contains(account.id());
            if (!account.benign()) {
                attackers++;
                hits += hit ? 1 : 0;
            } else if (!EqualRate.calibrates(account.source())) {
                benign++;
                falseHits += hit ? 1 : 0;
            }
        }
        return new Found(hits, attackers, falseHits, benign);
    }

    Found plus(Found other) {
        return new Found(
                hits + other.hits, attackers + other.attackers, falseHits + other.falseHits, benign + other.benign);
    }

    double recall() {
        return attackers == 0 ? 0 : (double) hits / attackers;
    }

    double benignShare() {
        return benign == 0 ? 0 : (double) falseHits / benign;
    }
}
