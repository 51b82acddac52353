// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What gateways are told beside the answer. */
class MetadataTest {
    @Test
    void nothingIsSaidOfWhoIsClearAndWasSparedByNothing() {
        assertThat(Metadata.of(passing(Treatment.NONE, Optional.empty()))).isEmpty();
    }

    @Test
    void ofWhoIsClearTheLimitIsNamedThatShadowModeOfTheFileSpared() {
        assertThat(Metadata.of(passing(Treatment.NONE, Optional.of("rpm")))).hasValueSatisfying(told -> {
            assertThat(text(told, "would_refuse")).isEqualTo("rpm");
            assertThat(told.getFieldsMap()).hasSize(1);
        });
    }

    @Test
    void ofWhomAStandingWouldRefuseEverythingIsSaidAtAnyTier() {
        Treatment clear =
                new Treatment("acct", Tier.CLEAR, Tier.CLEAR, LimitPlan.NONE, "", 7, true, Optional.of("budget"));

        assertThat(Metadata.of(passing(clear, Optional.of("rpm")))).hasValueSatisfying(told -> {
            assertThat(text(told, "would_refuse")).isEqualTo("budget");
            assertThat(text(told, "subject")).isEqualTo("acct");
        });
    }

    private static String text(Struct told, String field) {
        return told.getFieldsOrThrow(field).getStringValue();
    }

    private static LimitResponse passing(Treatment treatment, Optional<String> spared) {
        return new LimitResponse(
                DescriptorStatus.Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of(), spared);
    }
}
