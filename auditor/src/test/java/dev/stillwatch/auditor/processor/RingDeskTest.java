// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.ContributionCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One epoch after the other, without a topology. */
class RingDeskTest {
    private static final int DAY = 20_000;
    private static final long MIDNIGHT = (DAY + 1) * DayCell.MILLIS;
    private static final long NOON = MIDNIGHT - DayCell.MILLIS / 2;
    private static final long EPOCH = 300_000;
    private static final Policy.Owner OWNER =
            new Policy.Owner("acme", Policy.Owner.Kind.RESELLER, List.of("rs-*"), 100);

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();

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
    void theLastLookAtADayAddsUpAccountsWithoutALinkToo() {
        RingDesk desk = desk();
        tell(desk, "rs-linked", "", 150);
        tell(desk, "rs-unlinked", "", 250);
        desk.add(new Edge(
                "rs-linked", ArtefactKind.PAYMENT, 1, DAY * DayCell.MILLIS, 1, 1, MIDNIGHT - DayCell.MILLIS / 2));

        desk.close(MIDNIGHT, only(policy()), MIDNIGHT);

        OwnerShelf owners = new OwnerShelf(context.getStateStore(StoreName.RING_OWNERS.label()));
        owners.look(DAY + 1, Map.of(), policy());
        assertThat(owners.overrun(OWNER)).contains(new Overrun("acme", DAY, 400, 100));
    }

    @Test
    void addingUpAccountsIsWorkWhereAnOwnerDeclaresAVolume() {
        RingDesk desk = desk();
        for (int i = 0; i < 20; i++) {
            tell(desk, "rs-" + i, "", 1);
        }
        long epoch = MIDNIGHT - DayCell.MILLIS / 4;
        long unbounded = desk.close(epoch, only(Policies.bare()), epoch);

        assertThat(desk.close(epoch, only(policy()), epoch)).isEqualTo(unbounded + 20);
    }

    @Test
    void anOwnersAccountsCountAsOneBesideTwoThatItDidNotDeclare() {
        RingDesk desk = desk();
        for (int i = 0; i < 40; i++) {
            link(desk, (i < 38 ? "rs-" : "forgotten-") + i, 900, 1);
        }
        crowd(desk);

        desk.close(NOON, only(policy()), NOON);

        assertThat(ringsSaid()).singleElement().satisfies(ring -> {
            assertThat(ring.tier().atLeast(Tier.THROTTLE)).as(ring.toString()).isFalse();
            assertThat(ring.reasons()).asString().doesNotContain("40 accounts without a declared owner");
        });
    }

    @Test
    void aRingThatComesBackSaysLaterVersionsThanBeforeItEnded() {
        RingDesk desk = deskWithARing();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int i = 0; i < 40; i++) {
                tell(desk, "evil-" + i, epoch == 1 ? "one" : "", 1);
            }
            desk.close(NOON + epoch * EPOCH, only(Policies.bare()), NOON);
        }

        List<Standing> said = ringsSaid();
        assertThat(said).extracting(Standing::tier).containsExactly(Tier.RESTRICT, Tier.CLEAR, Tier.RESTRICT);
        assertThat(said).extracting(Standing::subject).containsOnly(said.get(0).subject());
        assertThat(said).extracting(Standing::version).isSorted().doesNotHaveDuplicates();
    }

    /** In one epoch all of them answer to one organisation, so that they are no ring; in the next they are again. */
    @Test
    void anUndoOutlivesTheEndOfItsRingAndARestart() {
        RingDesk desk = deskWithARing();
        tellAll(desk, "");
        desk.close(NOON, only(Policies.bare()), NOON);
        undo(desk, ringsSaid().get(0).subject());
        desk.close(NOON + EPOCH, only(Policies.bare()), NOON);
        tellAll(desk, "one");
        desk.close(NOON + 2 * EPOCH, only(Policies.bare()), NOON);
        assertThat(new RingShelf(context, AuditorDriver.plan(true, StreamPlan.Progress.NONE, List.of())).foundings())
                .isEmpty();

        RingDesk restarted = desk();
        tellAll(restarted, "");
        restarted.close(NOON + 3 * EPOCH, only(Policies.bare()), NOON);
        restarted.close(NOON + 4 * EPOCH, only(Policies.bare()), NOON);

        assertThat(ringsSaid())
                .extracting(Standing::tier)
                .containsExactly(Tier.RESTRICT, Tier.CLEAR, Tier.CLEAR, Tier.CLEAR);
    }

    /** The act came while the ring was none: nothing is remembered of it but the act. */
    @Test
    void anUndoOfARingThatHasEndedHoldsForWhatComesBack() {
        RingDesk desk = deskWithARing();
        tellAll(desk, "");
        desk.close(NOON, only(Policies.bare()), NOON);
        tellAll(desk, "one");
        desk.close(NOON + EPOCH, only(Policies.bare()), NOON);
        undo(desk, ringsSaid().get(0).subject());
        tellAll(desk, "");
        desk.close(NOON + 2 * EPOCH, only(Policies.bare()), NOON);

        assertThat(ringsSaid()).extracting(Standing::tier).containsExactly(Tier.RESTRICT, Tier.CLEAR, Tier.CLEAR);
    }

    /** Forty accounts that link themselves, among others. */
    private RingDesk deskWithARing() {
        RingDesk desk = desk();
        for (int i = 0; i < 40; i++) {
            link(desk, "evil-" + i, 900, 1);
        }
        crowd(desk);
        return desk;
    }

    private static void undo(RingDesk desk, String ring) {
        Act act = new Act("u", ring, Act.Kind.UNDO, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "seen", NOON + 1, 0);
        desk.keep(new ActCodec(AuditorDriver.KEY).encode(act));
    }

    private static void tellAll(RingDesk desk, String org) {
        for (int i = 0; i < 40; i++) {
            tell(desk, "evil-" + i, org, 1);
        }
    }

    private static void link(RingDesk desk, String account, long template, long card) {
        long day = DAY * DayCell.MILLIS;
        desk.add(new Edge(account, ArtefactKind.SKELETON, template, day, 1, 1, NOON - 1));
        desk.add(new Edge(account, ArtefactKind.PAYMENT, card, day, 1, 1, NOON - 1));
    }

    private static void crowd(RingDesk desk) {
        for (int i = 0; i < 200; i++) {
            link(desk, "crowd-" + i, i % 10, 10_000 + i);
        }
    }

    private List<Standing> ringsSaid() {
        return context.forwarded(NodeName.RING_STANDINGS_SINK.label()).stream()
                .map(sent -> Wire.own(
                        new StandingCodec(RingDriver.KEY), sent.record().value()))
                .toList();
    }

    private RingDesk desk() {
        return new RingDesk(context, AuditorDriver.plan(true, StreamPlan.Progress.NONE, List.of()));
    }

    private static void tell(RingDesk desk, String account, String org, long exchanges) {
        Contribution told = new Contribution(
                account,
                org,
                MIDNIGHT - DayCell.MILLIS / 2,
                Tally.EMPTY.encode(),
                new byte[0],
                Course.NONE.encode(),
                0,
                exchanges);
        desk.add(told, new ContributionCodec().encode(told));
    }

    private static Policy policy() {
        return Policies.with(Map.of(), List.of(OWNER), List.of());
    }

    private static PolicyBook only(Policy policy) {
        return new PolicyBook(List.of(policy));
    }
}
