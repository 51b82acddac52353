// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Rhythm;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.policy.Policy;
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
    private static final int DAY = 20_000;
    private static final long DAY_END = (DAY + 1) * DayCell.MILLIS;

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
                        assertThat(shelf.latest(account, 0)).isEmpty();
                    } else {
                        assertThat(shelf.latest(account, 0))
                                .contains(Contributed.of(told).on(0));
                    }
                }
            }
        }
        assertThat(last).hasSize(40);
    }

    @Test
    void whatASilentAccountToldDecaysByDayWhetherItIsHeldOrNot() {
        ContributionShelf shelf = new ContributionShelf(store);
        put(shelf, contribution("acct-1", "", DAY_END, 100));
        for (int later = 0; later < 7; later++) {
            Contributed held = shelf.latest("acct-1", DAY + later).orElseThrow();

            assertThat(held).isEqualTo(shelf.latest("acct-1", DAY + later).orElseThrow());
            assertThat(held)
                    .isEqualTo(new ContributionShelf(store)
                            .latest("acct-1", DAY + later)
                            .orElseThrow());
            assertThat(held.recent().count(Measure.EXCHANGES)).isEqualTo(Math.round(100 * Math.pow(2, -later / 2.0)));
        }
    }

    @Test
    void whatAMemberTellsNextIsHeldWithoutDecodingItAgain() {
        ContributionShelf shelf = new ContributionShelf(store);
        put(shelf, contribution("acct-1", 1));
        shelf.latest("acct-1", 0);
        put(shelf, contribution("acct-1", 2));
        put(shelf, contribution("acct-2", 3));

        assertThat(shelf.decoded()).isEqualTo(1);
        assertThat(shelf.latest("acct-1", 0))
                .contains(Contributed.of(contribution("acct-1", 2)).on(0));
    }

    @Test
    void aRingOfAnySizeHoldsNoMoreThanSoManyDecoded() {
        ContributionShelf shelf = new ContributionShelf(store);
        int many = ContributionShelf.MOST_DECODED + 100;
        for (int i = 0; i < many; i++) {
            put(shelf, contribution("acct-" + i, i));
        }
        for (int i = 0; i < many; i++) {
            assertThat(shelf.latest("acct-" + i, 0))
                    .contains(Contributed.of(contribution("acct-" + i, i)).on(0));
        }
        assertThat(shelf.decoded()).isEqualTo(ContributionShelf.MOST_DECODED);

        shelf.release("acct-0");
        shelf.latest("acct-" + (many - 1), 0);
        assertThat(shelf.decoded()).isEqualTo(ContributionShelf.MOST_DECODED);
    }

    @Test
    void whoHasNoLinkLeftIsForgottenAndARestartKnowsNoMore() {
        ContributionShelf shelf = new ContributionShelf(store);
        for (int i = 0; i < 10; i++) {
            put(shelf, contribution("acct-" + i, i));
            shelf.latest("acct-" + i, 0);
        }

        shelf.keepOnly(account -> account.equals("acct-3"));

        for (ContributionShelf one : List.of(shelf, new ContributionShelf(store))) {
            assertThat(one.latest("acct-3", 0))
                    .contains(Contributed.of(contribution("acct-3", 3)).on(0));
            assertThat(one.latest("acct-4", 0)).isEmpty();
            assertThat(one.isEmpty()).isFalse();
        }
        shelf.keepOnly(account -> false);
        assertThat(shelf.isEmpty()).isTrue();
        assertThat(shelf.decoded()).isZero();
        assertThat(new ContributionShelf(store).isEmpty()).isTrue();
    }

    @Test
    void anotherOrganisationThanBeforeIsNewsAlsoWhenItIsTheFirstOrNoneAnyMore() {
        ContributionShelf shelf = new ContributionShelf(store);

        assertThat(put(shelf, contribution("acct-1", "", DAY_END, 1))).isFalse();
        assertThat(put(shelf, contribution("acct-1", "acme", DAY_END, 2))).isTrue();
        assertThat(put(shelf, contribution("acct-1", "acme", DAY_END, 3))).isFalse();
        assertThat(put(shelf, contribution("acct-1", "", DAY_END, 4))).isTrue();
        assertThat(put(shelf, contribution("acct-2", "acme", DAY_END, 5))).isTrue();

        shelf.keepOnly(account -> false);
        assertThat(put(shelf, contribution("acct-2", "acme", DAY_END, 6)))
                .as("who was forgotten has no organisation")
                .isTrue();
    }

    @Test
    void aRestartedShelfKnowsOrganisations() {
        put(new ContributionShelf(store), contribution("acct-1", "acme", DAY_END, 1));

        assertThat(put(new ContributionShelf(store), contribution("acct-1", "acme", DAY_END, 2)))
                .isFalse();
    }

    /** The bucket that ends at midnight is of the day that ends; of each account what it told last counts. */
    @Test
    void anOwnersExchangesAreThoseThatItsAccountsToldOfThatDay() {
        ContributionShelf shelf = new ContributionShelf(store);
        put(shelf, contribution("rs-1", "", DAY_END - 1, 10));
        put(shelf, contribution("rs-1", "", DAY_END, 30));
        put(shelf, contribution("other", "acme", DAY_END - 1, 4));
        put(shelf, contribution("rs-2", "", DAY_END + 1, 500));
        put(shelf, contribution("stranger", "", DAY_END, 7_000));

        for (ContributionShelf one : List.of(shelf, new ContributionShelf(store))) {
            assertThat(one.exchanges(DAY, declaring(100))).containsExactly(Map.entry("acme", 34L));
            assertThat(one.exchanges(DAY + 1, declaring(100))).containsExactly(Map.entry("acme", 500L));
            assertThat(one.exchanges(DAY + 2, declaring(100))).isEmpty();
            assertThat(one.summed(declaring(100))).isEqualTo(4);
        }
    }

    @Test
    void nothingIsAddedUpWhereNoOwnerDeclaresAVolume() {
        ContributionShelf shelf = new ContributionShelf(store);
        put(shelf, contribution("rs-1", "", DAY_END, 30));

        assertThat(shelf.exchanges(DAY, declaring(0))).isEmpty();
        assertThat(shelf.summed(declaring(0))).isZero();
    }

    @Test
    void anOrganisationWithMoreThanHalfOfManyAccountsIsSeen() {
        ContributionShelf shelf = new ContributionShelf(store);
        for (int i = 0; i < 10; i++) {
            put(shelf, contribution("own-" + i, "gateway", DAY_END, 1));
            put(shelf, contribution("other-" + i, i < 5 ? "acme" : "", DAY_END, 1));
        }
        assertThat(shelf.isMostlyOneOrganisation(20)).isFalse();
        put(shelf, contribution("own-10", "gateway", DAY_END, 1));
        assertThat(shelf.isMostlyOneOrganisation(20)).isTrue();
        assertThat(shelf.isMostlyOneOrganisation(22)).isFalse();
    }

    private static Policy declaring(long exchangesPerDay) {
        return Policies.with(
                Map.of(),
                List.of(new Policy.Owner("acme", Policy.Owner.Kind.RESELLER, List.of("rs-*"), exchangesPerDay)),
                List.of());
    }

    private static boolean put(ContributionShelf shelf, Contribution contribution) {
        return shelf.put(contribution, new ContributionCodec().encode(contribution));
    }

    private static Contribution contribution(String account, int exchanges) {
        return contribution(account, "", exchanges, exchanges);
    }

    private static Contribution contribution(String account, String org, long asOf, int exchanges) {
        return new Contribution(
                account,
                org,
                asOf,
                new Tally.Builder().add(Measure.EXCHANGES, exchanges).build().encode(),
                new byte[0],
                new Course(Rhythm.NONE, new Drift(exchanges, 2, 3)).encode(),
                0,
                exchanges);
    }
}
