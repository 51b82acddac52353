// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.RingJudge;
import dev.stillwatch.auditor.adjudicate.RingJudgement;
import dev.stillwatch.auditor.adjudicate.RingQuestion;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.ring.LinkBook;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.RingFinder;
import dev.stillwatch.auditor.ring.RingName;
import dev.stillwatch.auditor.ring.Succession;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.wire.MembershipCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One epoch: forms the rings of what is live, puts the question of each, keeps and sends the answers. */
final class RingDesk {
    private static final Logger LOG = LoggerFactory.getLogger(RingDesk.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final StreamPlan plan;
    private final RingShelf shelf;
    private final RingName names;
    private final StandingCodec standings;
    private final MembershipCodec memberships;
    private final TickCodec ticks = new TickCodec();

    private boolean warned;
    private List<Ring> formed = List.of();
    private String formedUnder = "";

    RingDesk(ProcessorContext<byte[], byte[]> context, StreamPlan plan) {
        this.context = context;
        this.plan = plan;
        this.shelf = new RingShelf(context, plan);
        this.names = new RingName(plan.key());
        this.standings = new StandingCodec(plan.key());
        this.memberships = new MembershipCodec(plan.key());
    }

    boolean wants(Edge edge) {
        return plan.rings().rules().kinds().contains(edge.kind());
    }

    void add(Edge edge) {
        shelf.add(edge);
    }

    void add(Contribution contribution, byte[] bytes) {
        shelf.add(contribution, bytes);
    }

    /** The act, when its tag verifies; people write acts, and anybody may try to. */
    Optional<Act> keepable(byte[] value) {
        return shelf.readAct(value);
    }

    void keep(byte[] act) {
        shelf.keepAct(act);
    }

    /** When something has to be done though nothing may come: rings settle and links expire when a UTC day has ended. */
    long nextDue(long done) {
        return done == Long.MIN_VALUE || shelf.isEmpty() ? Tick.END : (DayCell.dayOf(done) + 1L) * DayCell.MILLIS;
    }

    /** Closes an epoch; says how much work it was. */
    long close(long end, PolicyBook policies, long timestamp) {
        Policy policy = policies.at(end);
        int day = DayCell.dayOf(end - 1);
        long work = 1L + shelf.summed(policy);
        // Before accounts without a link are forgotten: an owner's volume is over all of its accounts.
        boolean ownersChanged = shelf.ownersChanged(end, policy);
        if (end % DayCell.MILLIS == 0) {
            shelf.expire(end);
        }
        LinkBook book = shelf.book();
        if (book.hasChanged() || ownersChanged || !formedUnder.equals(policy.id())) {
            formed = finder(policy).find(book.footprints(account -> shelf.party(account, policy)));
            formedUnder = policy.id();
            warnOfOneOrganisation();
            work += book.size();
        }
        Map<String, Founding> before = shelf.foundings();
        List<Ring> rings = Succession.named(before.values(), formed);
        List<List<Founding>> predecessors = Succession.of(before.values(), rings);
        Map<String, Membership> inherited = new TreeMap<>();
        for (int i = 0; i < rings.size(); i++) {
            Ring ring = rings.get(i);
            String id = names.of(ring.founding().hub());
            work += ring.members().size() + ring.attached().size();
            before.remove(id);
            List<String> taken = new ArrayList<>();
            predecessors.get(i).forEach(founding -> taken.add(names.of(founding.hub())));
            RingJudgement judgement = plan.rings()
                    .judge()
                    .judge(new RingQuestion(
                            id,
                            ring,
                            taken,
                            end,
                            shelf.memory(id, ring.founding()),
                            account -> shelf.contributed(account, day),
                            account -> shelf.overrun(account, policy),
                            account -> shelf.party(account, policy),
                            shelf::membership,
                            book::share,
                            book::firstSeen,
                            hub -> book.shared(hub, ring.members()),
                            shelf.acts(id, policy),
                            policy,
                            policies::named));
            shelf.keep(id, judgement.memory());
            judgement.memberships().forEach(one -> inherited.put(one.account(), one));
            send(id, judgement.standing(), judgement.findings(), timestamp);
        }
        before.keySet().forEach(id -> end(id, end, policy, timestamp));
        tell(inherited, end, timestamp);
        return work;
    }

    // Told and not mended: whether it is one great customer or the gateway's own name, only the operator knows.
    private void warnOfOneOrganisation() {
        if (!warned && shelf.isMostlyOneOrganisation()) {
            warned = true;
            LOG.warn(
                    "few rings can form: most accounts name one organisation, and what one organisation's accounts share ties"
                            + " nobody; where it is the gateway's own name, leave it out of the log");
        }
    }

    private RingFinder finder(Policy policy) {
        Set<Artefact> ordinary = policy.ordinary().stream()
                .map(one -> new Artefact(one.kind(), one.artefact()))
                .collect(Collectors.toUnmodifiableSet());
        return new RingFinder(plan.rings().rules().with(ordinary));
    }

    void tick(long watermark, long timestamp) {
        context.forward(
                new Record<>(null, ticks.encode(new Tick(0, 1, watermark, false)), timestamp),
                NodeName.MEMBERSHIPS_SINK.label());
    }

    private void send(String id, Optional<Standing> standing, List<Finding> findings, long timestamp) {
        byte[] key = Wire.key(id);
        standing.ifPresent(said -> context.forward(
                new Record<>(key, standings.encode(said), timestamp), NodeName.RING_STANDINGS_SINK.label()));
        findings.forEach(finding -> context.forward(
                new Record<>(key, plan.findings().apply(finding), timestamp), NodeName.RING_ALERTS_SINK.label()));
    }

    /** A ring whose links are no longer live, or that another one took in. */
    private void end(String id, long time, Policy policy, long timestamp) {
        RingJudge.Ending ending = plan.rings().judge().ended(id, shelf.forget(id), time, policy);
        send(id, Optional.of(ending.standing()), ending.findings(), timestamp);
    }

    /** Says what has changed for accounts, and to those who belong to no ring any more that they are free. */
    private void tell(Map<String, Membership> inherited, long end, long timestamp) {
        for (String account : shelf.accountsInRings()) {
            if (!inherited.containsKey(account)) {
                inherited.put(account, Membership.none(account, end));
            }
        }
        inherited.forEach((account, membership) -> {
            if (shelf.keep(membership)) {
                context.forward(
                        new Record<>(key(account), memberships.encode(membership), timestamp),
                        NodeName.MEMBERSHIPS_SINK.label());
            }
        });
    }

    private static byte[] key(String subject) {
        return Wire.key(subject);
    }
}
