// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D13: captured reasoning traces are replayed in conversations that did not make them. Statistics: of the sampled
 * signatures, how many were presented in more than one conversation; of the sampled pairs of signature and
 * conversation, how many repeat a signature elsewhere. Weight: the greater beta-binomial likelihood ratio of the two
 * ({@link Weighing#ratio}), of the open day or the recent days.
 *
 * <p>Exact up to 32 signatures and 32 pairs; beyond, a share of wandering signatures of 10 % is seen in a sample with
 * probability 0.6 a day, 25 % with 0.99. Hazards: session migration and forks make one or two, so fewer than
 * {@code leastHits} are silent. Blind without signature or session. Union over accounts: a trace made by one member and
 * replayed by another shows in the ring.
 */
final class TraceReplay implements Signal {
    @Override
    public SignalId id() {
        return SignalId.D13;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.TRACE_SIGNATURE, Field.SESSION);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        if (exchange.supply().traceSignature() != 0) {
            tally.add(exchange.supply().traceReplayed() ? Measure.TRACE_REPLAYS : Measure.TRACES_ISSUED);
            tally.trace(exchange.supply().traceSignature(), exchange.identity().session());
        }
        if (exchange.supply().issuedSignature() != 0) {
            tally.add(Measure.TRACES_ISSUED);
            tally.trace(exchange.supply().issuedSignature(), exchange.identity().session());
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        double today = weigh(behaviour.today(), weighing);
        double recent = weigh(behaviour.recent(), weighing);
        Tally heavier = today >= recent ? behaviour.today() : behaviour.recent();
        return weighing.evidence(
                Math.max(today, recent),
                heavier.wanderingTraces(),
                0,
                "%d of %d sampled reasoning signatures were replayed in another conversation than their own,"
                        + " and %d of %d uses came from such a replay (ordinary: none).",
                heavier.wanderingTraces(),
                heavier.traceSignatures(),
                heavier.repeatedTracePairs(),
                heavier.tracePairs());
    }

    private static double weigh(Tally tally, Weighing weighing) {
        return Math.max(
                weighing.ratio(tally.wanderingTraces(), tally.traceSignatures()),
                weighing.ratio(tally.repeatedTracePairs(), tally.tracePairs()));
    }
}
