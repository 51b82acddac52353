// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.Shift;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When an account tells rings of itself, and how much. */
class ContributionDueTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = START + DAY / 2;

    private final JudgedAccount account = new JudgedAccount(Policies.bare());

    @Test
    void aContributionComesOnceAnEpochAndWheneverTheDayHasDoubled() {
        assertThat(account.judge(NOON + MINUTE, made(0, 5, NOON, m -> m)).contribution())
                .isPresent();
        assertThat(account.judge(NOON + 2 * MINUTE, made(5, 5, NOON + MINUTE, m -> m))
                        .contribution())
                .isEmpty();
        Optional<Contribution> doubled = account.judge(
                        NOON + 3 * MINUTE, made(10, 700, NOON + 2 * MINUTE, m -> m.sketch(5, 0.4)))
                .contribution();
        assertThat(doubled).isPresent();
        assertThat(tally(doubled.orElseThrow()).count(Measure.EXCHANGES)).isEqualTo(710);
        assertThat(doubled.orElseThrow().dayExchanges()).isEqualTo(710);
        assertThat(shift(doubled.orElseThrow()).isNone()).as("no day before").isTrue();

        Contribution nextDay = account.judge(NOON + DAY + MINUTE, made(800, 10, NOON + DAY, m -> m.sketch(5, 0.4)))
                .contribution()
                .orElseThrow();
        assertThat(tally(nextDay).count(Measure.EXCHANGES)).isBetween(500L, 515L);
        assertThat(nextDay.dayExchanges()).isEqualTo(10);
        assertThat(shift(nextDay).prompts()).isEqualTo(10);
    }

    @Test
    void withinADayAContributionComesOnlyWithAnEighthMoreToTell() {
        assertThat(account.judge(NOON + MINUTE, made(0, 80, NOON, m -> m)).contribution())
                .isPresent();
        assertThat(account.judge(NOON + 61 * MINUTE, made(80, 10, NOON + 60 * MINUTE, m -> m))
                        .contribution())
                .isEmpty();
        assertThat(account.judge(NOON + 121 * MINUTE, made(90, 1, NOON + 120 * MINUTE, m -> m))
                        .contribution())
                .isPresent();
        assertThat(account.judge(NOON + DAY + MINUTE, made(91, 1, NOON + DAY, m -> m))
                        .contribution())
                .as("a new day")
                .isPresent();
    }

    @Test
    void anAccountOfAnOwnerWithAVolumeTellsOfItsDayHoweverManyDaysCameBefore() {
        Policy.Owner owner = new Policy.Owner("acme", Policy.Owner.Kind.RESELLER, List.of("acct-*"), 100);
        JudgedAccount owned = new JudgedAccount(Policies.with(Map.of(), List.of(owner), List.of()));

        assertThat(leastToldOfTheSixthDay(owned)).isBetween(8 / 9.0, 1.0);
    }

    @Test
    void anAccountWithoutSuchAnOwnerTellsNoMoreOftenForItsDay() {
        Policy.Owner unbounded = new Policy.Owner("acme", Policy.Owner.Kind.RESELLER, List.of("acct-*"), 0);
        JudgedAccount owned = new JudgedAccount(Policies.with(Map.of(), List.of(unbounded), List.of()));

        assertThat(leastToldOfTheSixthDay(owned))
                .isEqualTo(leastToldOfTheSixthDay(account))
                .isLessThan(0.5);
    }

    /** Of a sixth day of ten exchanges an hour, the least part that had been told at the end of any hour. */
    private static double leastToldOfTheSixthDay(JudgedAccount account) {
        double least = 1;
        long told = 0;
        for (int hour = 0; hour < 6 * 24; hour++) {
            long at = START + hour * DAY / 24;
            told = account.judge(at + MINUTE, made(10 * hour, 10, at, m -> m))
                    .contribution()
                    .map(Contribution::dayExchanges)
                    .orElse(told);
            if (hour >= 5 * 24) {
                least = Math.min(least, told / (10.0 * (hour - 5 * 24 + 1)));
            }
        }
        return least;
    }

    @Test
    void aHostileAccountsContributionFitsTwoKilobytes() {
        Random random = new Random(3);
        int most = 0;
        for (int bucket = 0; bucket < 120; bucket++) {
            long at = START + bucket * DAY / 24;
            Judgement judgement = account.judge(at + MINUTE, hostile(random, bucket * 300, 300, at));
            most = Math.max(
                    most,
                    judgement
                            .contribution()
                            .map(c -> new ContributionCodec().encode(c).length)
                            .orElse(0));
            assertThat(judgement.edges().size()).isLessThanOrEqualTo(9 * EdgeSpotter.MOST_A_KIND + 3 * 8);
        }
        assertThat(most).isBetween(1_500, 2_048);
    }

    private static List<Exchange> hostile(Random random, int from, int count, long at) {
        List<Exchange> made = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            made.add(new ExchangeMaker(i)
                    .at(at + i % 60)
                    .from(random.nextLong(), random.nextLong(), Script.values()[random.nextInt(Script.values().length)])
                    .model("m-" + random.nextInt(1_000))
                    .choices(1 + random.nextInt(64))
                    .maxTokens(1 + random.nextInt(2))
                    .probing(random.nextBoolean(), random.nextLong(), random.nextLong(), random.nextLong())
                    .reasoning()
                    .tokens(random.nextInt(1 << 20), random.nextInt(1 << 20))
                    .trace(random.nextLong(), random.nextBoolean())
                    .session(random.nextLong())
                    .marks(Mark.values())
                    .elicitation(random.nextInt(100))
                    .structure(random.nextInt(1 << 8))
                    .task(random.nextLong())
                    .endpoint(random.nextBoolean() ? "batch" : "chat")
                    .make());
            if (random.nextBoolean()) {
                made.add(new ExchangeMaker(-i - 1)
                        .at(at + i % 60)
                        .marks(Mark.values())
                        .refused()
                        .make());
            }
        }
        return made;
    }

    private static List<Exchange> made(int from, int count, long at, UnaryOperator<ExchangeMaker> with) {
        return IntStream.range(from, from + count)
                .mapToObj(
                        i -> with.apply(new ExchangeMaker(i).at(at + i % 1_000)).make())
                .toList();
    }

    private static Tally tally(Contribution contribution) {
        return Tally.decode(contribution.tally());
    }

    private static Shift shift(Contribution contribution) {
        return Shift.decode(contribution.shift());
    }
}
