// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Rhythm;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** What accounts contributed: held decoded or not, it is what they told last. */
class ContributionShelfTest {
    private final KeyValueStore<Bytes, byte[]> store =
            InMemoryStores.open(new MockProcessorContext<>(), StoreName.RING_CONTRIBUTIONS.label());

    @Test
    void whatIsAskedForIsWhatWasToldLastInWhateverOrderAccountsComeAndLeave() {
        ContributionShelf shelf = new ContributionShelf(store);
        Map<String, Contribution> last = new HashMap<>();
        Random random = new Random(3);
        for (int step = 0; step < 5_000; step++) {
            String account = "acct-" + random.nextInt(40);
            switch (random.nextInt(4)) {
                case 0 -> {
                    Contribution told = contribution(account, random.nextInt(900));
                    put(shelf, told);
                    last.put(account, told);
                }
                case 1 -> shelf.release(account);
                default -> {
                    Contribution told = last.get(account);
                    if (told == null) {
                        assertThat(shelf.latest(account)).isEmpty();
                    } else {
                        assertThat(shelf.latest(account)).contains(Contributed.of(told));
                    }
                }
            }
        }
        assertThat(last).hasSize(40);
    }

    @Test
    void whatAMemberTellsNextIsHeldWithoutDecodingItAgain() {
        ContributionShelf shelf = new ContributionShelf(store);
        put(shelf, contribution("acct-1", 1));
        shelf.latest("acct-1");
        put(shelf, contribution("acct-1", 2));
        put(shelf, contribution("acct-2", 3));

        assertThat(shelf.decoded()).isEqualTo(1);
        assertThat(shelf.latest("acct-1")).contains(Contributed.of(contribution("acct-1", 2)));
    }

    @Test
    void aRingOfAnySizeHoldsNoMoreThanSoManyDecoded() {
        ContributionShelf shelf = new ContributionShelf(store);
        int many = ContributionShelf.MOST_DECODED + 100;
        for (int i = 0; i < many; i++) {
            put(shelf, contribution("acct-" + i, i));
        }
        for (int i = 0; i < many; i++) {
            assertThat(shelf.latest("acct-" + i)).contains(Contributed.of(contribution("acct-" + i, i)));
        }
        assertThat(shelf.decoded()).isEqualTo(ContributionShelf.MOST_DECODED);

        shelf.release("acct-0");
        shelf.latest("acct-" + (many - 1));
        assertThat(shelf.decoded()).isEqualTo(ContributionShelf.MOST_DECODED);
    }

    @Test
    void whoHasNoLinkLeftIsForgottenAndARestartKnowsNoMore() {
        ContributionShelf shelf = new ContributionShelf(store);
        for (int i = 0; i < 10; i++) {
            put(shelf, contribution("acct-" + i, i));
            shelf.latest("acct-" + i);
        }

        shelf.keepOnly(account -> account.equals("acct-3"));

        for (ContributionShelf one : List.of(shelf, new ContributionShelf(store))) {
            assertThat(one.latest("acct-3")).contains(Contributed.of(contribution("acct-3", 3)));
            assertThat(one.latest("acct-4")).isEmpty();
            assertThat(one.isEmpty()).isFalse();
        }
        shelf.keepOnly(account -> false);
        assertThat(shelf.isEmpty()).isTrue();
        assertThat(shelf.decoded()).isZero();
        assertThat(new ContributionShelf(store).isEmpty()).isTrue();
    }

    private static void put(ContributionShelf shelf, Contribution contribution) {
        shelf.put(contribution, new ContributionCodec().encode(contribution));
    }

    private static Contribution contribution(String account, int exchanges) {
        return new Contribution(
                account,
                "",
                exchanges,
                new Tally.Builder().add(Measure.EXCHANGES, exchanges).build().encode(),
                new byte[0],
                new Course(Rhythm.NONE, new Drift(exchanges, 2, 3)).encode(),
                0,
                exchanges);
    }
}
