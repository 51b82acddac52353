// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.RingJudge;
import dev.stillwatch.auditor.ring.RingFinder;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.time.Duration;
import java.util.Set;

/**
 * How rings are formed and judged.
 *
 * @param rules when accounts are tied
 * @param liveMillis how long a link is live after the start of its last epoch
 * @param judge judges what was formed
 */
public record RingPlan(RingFinder.Rules rules, long liveMillis, RingJudge judge) {
    /**
     * What ships: templates of every kind and trace signatures gather; cards, sign-up minutes and, of one template or one end
     * of prompts, subjects corroborate; a link is live for the seven days of the reference's fan-out window
     * (docs/decisions/0011-forming-rings.md).
     */
    public static RingPlan standard() {
        return new RingPlan(
                new RingFinder.Rules(
                        Set.of(
                                ArtefactKind.SKELETON,
                                ArtefactKind.SYSTEM,
                                ArtefactKind.OPENING,
                                ArtefactKind.CLOSING,
                                ArtefactKind.TRACE_SIGNATURE),
                        Set.of(ArtefactKind.PAYMENT, ArtefactKind.SIGN_UP_MINUTE, ArtefactKind.SKETCH_BAND),
                        Set.of(),
                        0.01,
                        3,
                        0.5),
                Duration.ofDays(7).toMillis(),
                new RingJudge(new SignalCatalogue()));
    }

    /** Nothing gathers anybody. */
    public static RingPlan none() {
        return new RingPlan(
                new RingFinder.Rules(Set.of(), Set.of(), Set.of(), 1, 2, 1), 1, new RingJudge(new SignalCatalogue()));
    }
}
