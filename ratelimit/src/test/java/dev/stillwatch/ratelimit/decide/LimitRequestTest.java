// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What cannot be asked: no door may turn it into a question that passes. */
class LimitRequestTest {
    private static final Entry ACCOUNT = new Entry("account", "acct-1");
    private static final Descriptor ONE = Descriptor.of(ACCOUNT);

    @Test
    void aDomainIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitRequest("", List.of(ONE), 1))
                .withMessageContaining("domain");
    }

    @Test
    void aDescriptorIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitRequest("llm", List.of(), 1))
                .withMessageContaining("descriptors");
    }

    @Test
    void aRequestTakesAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LimitRequest("llm", List.of(ONE), 0))
                .withMessageContaining("0");
        assertThat(new LimitRequest("llm", List.of(ONE), 1).hits()).isOne();
    }

    @Test
    void aDescriptorWithoutEntriesNamesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Descriptor(List.of(), Optional.empty(), OptionalLong.empty(), false))
                .withMessageContaining("entry");
    }

    @Test
    void aDescriptorMayLookButNotTakeLessThanNothing() {
        assertThat(descriptor(0).hits()).hasValue(0);
        assertThatIllegalArgumentException().isThrownBy(() -> descriptor(-1)).withMessageContaining("-1");
    }

    @Test
    void aRateMayBeZeroButNotLess() {
        assertThat(new Rate(0, Unit.MINUTE).requests()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rate(-1, Unit.MINUTE))
                .withMessageContaining("-1");
    }

    @Test
    void lookingNeitherTakesNorGivesBack() {
        Optional<Rate> own = Optional.of(new Rate(5, Unit.MINUTE));
        Descriptor takes = new Descriptor(List.of(ACCOUNT), own, OptionalLong.of(3), false);
        Descriptor givesBack = new Descriptor(List.of(ACCOUNT), own, OptionalLong.empty(), true);
        Descriptor looks = new Descriptor(List.of(ACCOUNT), own, OptionalLong.of(0), false);
        assertThat(new LimitRequest("llm", List.of(takes, givesBack), 7).looking())
                .isEqualTo(new LimitRequest("llm", List.of(looks, looks), 7));
    }

    private static Descriptor descriptor(long hits) {
        return new Descriptor(List.of(ACCOUNT), Optional.empty(), OptionalLong.of(hits), false);
    }
}
