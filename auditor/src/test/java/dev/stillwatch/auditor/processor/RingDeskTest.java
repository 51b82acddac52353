// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One epoch after the other, without a topology. */
class RingDeskTest {
    private static final int DAY = 20_000;
    private static final long MIDNIGHT = (DAY + 1) * DayCell.MILLIS;
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
        tell(desk, "rs-linked", 150);
        tell(desk, "rs-unlinked", 250);
        desk.add(new Edge(
                "rs-linked", ArtefactKind.PAYMENT, 1, DAY * DayCell.MILLIS, 1, 1, MIDNIGHT - DayCell.MILLIS / 2));

        desk.close(MIDNIGHT, policy(), MIDNIGHT);

        OwnerShelf owners = new OwnerShelf(context.getStateStore(StoreName.RING_OWNERS.label()));
        owners.look(DAY + 1, Map.of(), policy());
        assertThat(owners.overrun(OWNER)).contains(new Overrun("acme", DAY, 400, 100));
    }

    @Test
    void addingUpAccountsIsWorkWhereAnOwnerDeclaresAVolume() {
        RingDesk desk = desk();
        for (int i = 0; i < 20; i++) {
            tell(desk, "rs-" + i, 1);
        }
        long epoch = MIDNIGHT - DayCell.MILLIS / 4;
        long unbounded = desk.close(epoch, Policies.bare(), epoch);

        assertThat(desk.close(epoch, policy(), epoch)).isEqualTo(unbounded + 20);
    }

    private RingDesk desk() {
        return new RingDesk(context, AuditorDriver.plan(true, StreamPlan.Progress.NONE, List.of()));
    }

    private static void tell(RingDesk desk, String account, long exchanges) {
        Contribution told = new Contribution(
                account,
                "",
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
}
