// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One ring judged epoch by epoch, its memory kept as bytes in between as the store keeps it. */
final class JudgedRing {
    static final String ID = "ring-00000000000000aa";
    static final Artefact TEMPLATE = new Artefact(ArtefactKind.SKELETON, 9);

    final Map<String, Contribution> contributions = new HashMap<>();
    final Map<String, Membership> memberships = new HashMap<>();
    final Map<String, Long> firstSeen = new HashMap<>();
    final Map<String, Overrun> overruns = new HashMap<>();
    final List<Act> acts = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    Policy policy = Policies.bare();
    double share = 1;
    /** Which way it lies from their days before. */
    Shift shift = Shift.NONE;
    /** How the day of accounts goes that contribute. */
    Course course = Course.NONE;
    /** The template's hash for the sharing group. */
    long shared;

    private final Map<String, Policy> known = new HashMap<>();
    private final SignalCatalogue catalogue = new SignalCatalogue();
    private final RingJudge judge = new RingJudge(catalogue);
    private byte[] memory = RingMemory.start(new Founding(0, TEMPLATE)).encode();

    RingJudgement judge(long asOf, Ring ring, String... predecessors) {
        known.put(policy.id(), policy);
        RingJudgement judgement = judge.judge(new RingQuestion(
                ID,
                ring,
                List.of(predecessors),
                asOf,
                RingMemory.decode(memory),
                account -> Optional.ofNullable(contributions.get(account)).map(Contributed::of),
                account -> Optional.ofNullable(overruns.get(account)),
                account -> account,
                account -> Optional.ofNullable(memberships.get(account)),
                (account, artefact) -> share,
                account -> firstSeen.getOrDefault(account, 0L),
                hub -> hub.equals(TEMPLATE) ? shared : 0,
                acts,
                policy,
                id -> Optional.ofNullable(known.get(id))));
        memory = judgement.memory().encode();
        memberships.clear();
        judgement.memberships().forEach(one -> memberships.put(one.account(), one));
        findings.addAll(judgement.findings());
        return judgement;
    }

    /** Lets an account contribute so many exchanges. */
    void contribute(String account, int count, UnaryOperator<ExchangeMaker> with) {
        Tally.Builder tally = new Tally.Builder();
        for (int i = 0; i < count; i++) {
            Exchange exchange = with.apply(new ExchangeMaker(Math.abs(account.hashCode()) % 10_000 * 100 + i)
                            .at(ExchangeMaker.START + i))
                    .make();
            catalogue.count(exchange, tally);
        }
        contributions.put(
                account,
                new Contribution(
                        account,
                        "",
                        ExchangeMaker.START + 1,
                        tally.build().encode(),
                        shift.encode(),
                        course.encode(),
                        0,
                        count));
    }

    /** Lets an account's latest contribution be of another time. */
    void contributeAt(String account, long asOf) {
        contributions.computeIfPresent(
                account,
                (name, told) -> new Contribution(
                        name,
                        told.org(),
                        asOf,
                        told.tally(),
                        told.shift(),
                        told.course(),
                        told.scoreMilli(),
                        told.dayExchanges()));
    }

    void act(Act.Kind kind, long time, Act.Verdict verdict) {
        acts.add(new Act("a" + acts.size(), ID, kind, Tier.CLEAR, 0, verdict, "ann", "seen", time, 0));
    }

    static Ring ring(int members, int attached) {
        return new Ring(
                new Founding(0, TEMPLATE),
                names("m", members),
                names("w", attached),
                List.of(new Tie(
                        TEMPLATE,
                        ArtefactKind.PAYMENT,
                        new Coincidence(1_000, members + attached, 5, members * 3 / 4))));
    }

    static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("%s-%03d".formatted(prefix, i));
        }
        return names;
    }
}
