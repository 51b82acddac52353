// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    @Test
    void whoBelongsToNoRingInheritsNothing() {
        Membership none = Membership.none("acct-1", 9);

        assertThat(none.belongs()).isFalse();
        assertThat(none.tier()).isEqualTo(Tier.CLEAR);
        assertThat(none.plan()).isEqualTo(LimitPlan.NONE);
        assertThat(none.asOf()).isEqualTo(9);
    }

    @Test
    void whoNamesARingBelongsToIt() {
        Membership member = new Membership(
                "acct-1",
                "ring-1",
                true,
                Tier.WATCH,
                Set.of(Family.CONTENT),
                1,
                LimitPlan.NONE,
                Standing.Mode.SHADOW,
                List.of(),
                "p@1",
                1,
                2);

        assertThat(member.belongs()).isTrue();
    }
}
