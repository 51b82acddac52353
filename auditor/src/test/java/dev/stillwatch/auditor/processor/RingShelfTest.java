// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.auditor.adjudicate.RingMemory;
import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Footprint;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the task that forms rings keeps: after a restart it is what it was. */
class RingShelfTest {
    private static final String RING = "ring-00000000000000aa";
    private static final Founding FOUNDING = new Founding(5, new Artefact(ArtefactKind.SYSTEM, -7));

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final StreamPlan plan = AuditorDriver.plan(true, StreamPlan.Progress.NONE, List.of());

    @BeforeEach
    void open() {
        InMemoryStores.open(
                context,
                StoreName.RING_LINKS,
                StoreName.RING_CONTRIBUTIONS,
                StoreName.RING_OWNERS,
                StoreName.RINGS,
                StoreName.RING_MEMBERS,
                StoreName.RING_ACTS);
    }

    @Test
    void aRestartFindsWhatWasKept() {
        RingShelf before = new RingShelf(context, plan);
        for (int i = 0; i < 100; i++) {
            before.add(new Edge("acct-" + i % 7, ArtefactKind.PAYMENT, i % 30 * 31L - 400, 0, 1, 3, 50 + i));
        }
        before.add(new Edge("ünï\u00e9", ArtefactKind.OPENING, Long.MIN_VALUE, 0, 2, 3, 9));
        before.add(new Edge("acct-1", ArtefactKind.OPENING, Long.MIN_VALUE, 0, 2, 3, 11));
        before.add(new Edge("acct-2", ArtefactKind.SKELETON, 41, 0, 2, 3, 11, -77));
        Contribution contribution =
                new Contribution("acct-1", "acme", 60, Tally.EMPTY.encode(), new byte[0], Course.NONE.encode(), 3, 7);
        before.add(contribution, new ContributionCodec().encode(contribution));
        RingMemory memory = RingMemory.start(FOUNDING);
        before.keep(RING, memory);
        before.keep(member("acct-1"));
        before.keep(member("acct-2"));
        before.keep(Membership.none("acct-2", 70));
        Act act = new Act("a", RING, Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "fleet", 8, 0);
        before.keepAct(new ActCodec(AuditorDriver.KEY).encode(act));

        RingShelf after = new RingShelf(context, plan);

        assertThat(footprints(after)).isEqualTo(footprints(before)).hasSize(8);
        assertThat(after.book().shared(new Artefact(ArtefactKind.SKELETON, 41), List.of("acct-2")))
                .isEqualTo(-77);
        assertThat(after.party("acct-1", Policies.bare())).isEqualTo("org:acme");
        assertThat(after.contributed("acct-1", 0)).contains(Contributed.of(contribution));
        assertThat(after.foundings()).isEqualTo(Map.of(RING, FOUNDING));
        assertThat(after.memory(RING, FOUNDING)).isEqualTo(memory);
        assertThat(after.accountsInRings()).containsExactly("acct-1");
        assertThat(after.membership("acct-1")).contains(member("acct-1"));
        assertThat(after.acts(RING, Policies.bare())).containsExactly(act);
    }

    @Test
    void whatExpiredOrWasForgottenStaysAway() {
        RingShelf before = new RingShelf(context, plan);
        before.add(new Edge("acct-1", ArtefactKind.PAYMENT, 1, 0, 1, 3, 50));
        before.keep(RING, RingMemory.start(FOUNDING));
        before.expire(plan.rings().liveMillis());
        before.forget(RING);

        RingShelf after = new RingShelf(context, plan);

        assertThat(after.isEmpty()).isTrue();
        assertThat(after.book().size()).isZero();
    }

    @Test
    void anActThatDoesNotVerifyIsNone() {
        assertThat(new RingShelf(context, plan).readAct(new byte[] {1, 5, 0})).isEmpty();
    }

    @Test
    void aDeclaredOwnerIsThePartyOfTheAccountsItNames() {
        Policy usual = Policies.with(
                Map.of(), List.of(new Policy.Owner("uni", Policy.Owner.Kind.UNIVERSITY, List.of("s-*"), 9)), List.of());
        RingShelf shelf = new RingShelf(context, plan);

        assertThat(shelf.party("s-1", usual)).isEqualTo("owner:uni").isEqualTo(shelf.party("s-2", usual));
        assertThat(shelf.party("t-1", usual)).isEqualTo("account:t-1");
    }

    private static Set<Footprint> footprints(RingShelf shelf) {
        Set<Footprint> footprints = new HashSet<>();
        for (Footprint footprint : shelf.book().footprints(UnaryOperator.identity())) {
            footprints.add(new Footprint(
                    footprint.account(),
                    footprint.party(),
                    footprint.sightings().stream()
                            .sorted((one, other) -> one.artefact().compareTo(other.artefact()))
                            .toList()));
        }
        return footprints;
    }

    private static Membership member(String account) {
        return new Membership(
                account,
                RING,
                true,
                Tier.THROTTLE,
                Set.of(Family.IDENTITY),
                3_100,
                LimitPlan.NONE,
                Standing.Mode.SHADOW,
                List.of("why"),
                "test@1",
                40,
                60);
    }
}
