// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.policies.policy.Policy;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** A declared owner is over its volume by the sum of its accounts, that day and the next. */
class OwnerShelfTest {
    private static final int DAY = 20_000;

    private final KeyValueStore<Bytes, byte[]> store =
            InMemoryStores.open(new MockProcessorContext<>(), StoreName.RING_OWNERS.label());
    private final OwnerShelf shelf = new OwnerShelf(store);

    @Test
    void anOwnerIsOverThatDayAndTheNextOne() {
        assertThat(shelf.look(DAY, Map.of("acme", 100L), declaring(100))).isFalse();
        assertThat(shelf.overrun(owner(100))).isEmpty();

        assertThat(shelf.look(DAY, Map.of("acme", 101L, "other", 7_000L), declaring(100)))
                .isTrue();
        assertThat(shelf.look(DAY, Map.of("acme", 120L), declaring(100))).isFalse();
        assertThat(shelf.overrun(owner(100))).contains(new Overrun("acme", DAY, 120, 100));

        assertThat(shelf.look(DAY + 1, Map.of(), declaring(100))).isFalse();
        assertThat(shelf.overrun(owner(100))).contains(new Overrun("acme", DAY, 120, 100));

        assertThat(shelf.look(DAY + 2, Map.of(), declaring(100))).isTrue();
        assertThat(shelf.overrun(owner(100))).isEmpty();
        assertThat(shelf.isEmpty()).isTrue();
        assertThat(new OwnerShelf(store).isEmpty()).isTrue();
    }

    @Test
    void aDayJustOverTakesNothingFromTheDayBefore() {
        shelf.look(DAY, Map.of("acme", 300L), declaring(100));

        assertThat(shelf.look(DAY + 1, Map.of("acme", 101L), declaring(100))).isFalse();
        assertThat(shelf.overrun(owner(100))).contains(new Overrun("acme", DAY, 300, 100));

        OwnerShelf after = new OwnerShelf(store);
        after.look(DAY + 1, Map.of("acme", 101L), declaring(100));
        assertThat(after.overrun(owner(100))).isEqualTo(shelf.overrun(owner(100)));

        assertThat(shelf.look(DAY + 2, Map.of(), declaring(100))).isFalse();
        assertThat(shelf.overrun(owner(100))).contains(new Overrun("acme", DAY + 1, 101, 100));
    }

    @Test
    void aWorseDaySpeaksAtOnce() {
        shelf.look(DAY, Map.of("acme", 101L), declaring(100));
        shelf.look(DAY + 1, Map.of("acme", 300L), declaring(100));

        assertThat(shelf.overrun(owner(100))).contains(new Overrun("acme", DAY + 1, 300, 100));
    }

    @Test
    void aPolicyThatDeclaresMoreEndsItAtOnce() {
        shelf.look(DAY, Map.of("acme", 150L), declaring(100));

        assertThat(shelf.look(DAY, Map.of("acme", 150L), declaring(150))).isTrue();
        assertThat(shelf.overrun(owner(150))).isEmpty();
    }

    @Test
    void anOwnerThatDeclaresNoVolumeIsNeverOver() {
        assertThat(shelf.look(DAY, Map.of("acme", 1_000_000L), declaring(0))).isFalse();
        assertThat(shelf.overrun(owner(0))).isEmpty();
    }

    @Test
    void aRestartKnowsWhoWasOver() {
        shelf.look(DAY, Map.of("acme", 150L), declaring(100));
        OwnerShelf after = new OwnerShelf(store);

        after.look(DAY + 1, Map.of(), declaring(100));

        assertThat(after.overrun(owner(100))).contains(new Overrun("acme", DAY, 150, 100));
    }

    private static Policy declaring(long exchangesPerDay) {
        return Policies.with(Map.of(), List.of(owner(exchangesPerDay)), List.of());
    }

    private static Policy.Owner owner(long exchangesPerDay) {
        return new Policy.Owner("acme", Policy.Owner.Kind.RESELLER, List.of("rs-*"), exchangesPerDay);
    }
}
