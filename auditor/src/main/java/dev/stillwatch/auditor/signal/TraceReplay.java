// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.profile.TraceUse;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.policy.Policy.SignalSettings;

/**
 * D13: captured reasoning traces are replayed in conversations that did not make them. Statistics: of the sampled
 * signatures, how many were presented in more than one conversation; of the sampled pairs of signature and
 * conversation, how many repeat a signature elsewhere, and how many opened a conversation, whose first request has no
 * answer behind it to hand back: a trace captured from another account shows in no other way. Weight: the greatest
 * beta-binomial likelihood ratio of the three ({@link Weighing#ratio}), of the open day or the recent days.
 *
 * <p>Exact up to 40 signatures and 32 pairs; beyond, a share of wandering signatures of 10 % gives three in a sample
 * with probability 0.78 a day. Hazards: session migration and forks make one or two, so fewer than {@code leastHits} are
 * silent; a fork carries its history, so it does not open a conversation; a log that keeps only the last message shows
 * every return as an opening, but then the answer before it issued the signature in the same conversation. Blind without
 * signature or session. Union over accounts: a trace made by one member and replayed by another shows in the ring.
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
            TraceUse use = use(exchange);
            tally.add(use == TraceUse.ISSUED ? Measure.TRACES_ISSUED : Measure.TRACE_REPLAYS);
            tally.trace(exchange.supply().traceSignature(), exchange.identity().session(), use);
        }
        if (exchange.supply().issuedSignature() != 0) {
            tally.add(Measure.TRACES_ISSUED);
            tally.trace(exchange.supply().issuedSignature(), exchange.identity().session(), TraceUse.ISSUED);
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
                heavier.traces().wandering(),
                0,
                "%d of %d sampled reasoning signatures were replayed in another conversation than their own; of %d uses"
                        + " %d came from such a replay and %d opened a conversation (ordinary: none).",
                heavier.traces().wandering(),
                heavier.traces().signatures(),
                heavier.traces().pairs(),
                heavier.traces().repeatedPairs(),
                heavier.traces().foreignPairs());
    }

    private static double weigh(Tally tally, Weighing weighing) {
        return Math.max(
                weighing.ratio(tally.traces().wandering(), tally.traces().signatures()),
                weighing.ratio(
                        Math.max(tally.traces().repeatedPairs(), tally.traces().foreignPairs()),
                        tally.traces().pairs()));
    }

    private static TraceUse use(Exchange exchange) {
        if (!exchange.supply().traceReplayed()) {
            return TraceUse.ISSUED;
        }
        return exchange.text().turns() == 1 ? TraceUse.OPENED : TraceUse.RETURNED;
    }
}
