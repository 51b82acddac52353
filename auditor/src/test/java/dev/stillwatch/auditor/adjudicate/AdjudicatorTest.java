// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.claiming;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.probes;
import static dev.stillwatch.auditor.profile.FailedCalls.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.MutatedBytes;
import dev.stillwatch.auditor.adjudicate.Finding.PassportFault;
import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.profile.CorruptStateException;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdjudicatorTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = START + DAY / 2;

    private final JudgedAccount account = new JudgedAccount(Policies.bare());

    @Test
    void aProberIsAlertedAndItsPlanBitesItsOwnRate() {
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));

        Finding.Harvesting alert = account.lastHarvesting().orElseThrow();
        assertThat(alert.tier()).isEqualTo(Tier.THROTTLE);
        assertThat(alert.head().stage()).isEqualTo(Stage.NEW);
        assertThat(alert.plan().exchangesPerHour()).isEqualTo(500);
        assertThat(alert.exemplars().byFamily()).isNotEmpty();
        assertThat(account.standings).singleElement().satisfies(standing -> {
            assertThat(standing.version()).isEqualTo(alert.standingVersion());
            assertThat(standing.reasons()).isNotEmpty();
        });
        Judgement next = account.judge(NOON + 2 * MINUTE, probes(1_000, 600, NOON + MINUTE));
        assertThat(next.limited().before()).isEqualTo(1_000);
        assertThat(next.limited().firstAction()).isEqualTo(NOON + MINUTE + 1_000);
    }

    @Test
    void aRepeatOfATierUpdatesItsAlert() {
        account.judge(NOON + MINUTE, probes(0, 300, NOON));
        account.judge(NOON + 2 * MINUTE, probes(300, 900, NOON + MINUTE));
        account.judge(NOON + 3 * MINUTE, probes(1_200, 10, NOON + 2 * MINUTE));

        assertThat(account.findings).extracting(f -> f.head().stage()).containsExactly(Stage.NEW, Stage.UPDATED);
        assertThat(account.findings)
                .extracting(f -> f.head().uid())
                .containsOnly(account.findings.get(0).head().uid());
    }

    @Test
    void ordinaryUseIsNothing() {
        Judgement judgement = account.judge(NOON + MINUTE, ordinary(0, 200));
        assertThat(judgement.tier()).isEqualTo(Tier.CLEAR);
        assertThat(account.findings).isEmpty();
        assertThat(judgement.wake()).isFalse();
    }

    @Test
    void callsThatFailHideNothing() {
        List<Exchange> marked = IntStream.range(0, 50)
                .mapToObj(i ->
                        new ExchangeMaker(i).at(NOON + i).marks(Mark.BACK_FILL).make())
                .toList();
        List<Exchange> beside = new ArrayList<>(marked);
        IntStream.range(1_000, 4_000)
                .mapToObj(i -> failed(new ExchangeMaker(i).at(NOON + i).make(), 400))
                .forEach(beside::add);

        Judgement alone = new JudgedAccount(Policies.bare()).judge(NOON + MINUTE, marked);
        Judgement covered = account.judge(NOON + MINUTE, beside);

        assertThat(alone.tier()).isEqualTo(Tier.THROTTLE);
        assertThat(covered.score()).isEqualTo(alone.score());
        assertThat(covered.limited().exchanges()).isEqualTo(50);
        assertThat(covered.contribution().orElseThrow().dayExchanges()).isEqualTo(50);
    }

    @Test
    void callsThatFailLinkNobody() {
        List<Exchange> failed = IntStream.range(0, 10)
                .mapToObj(i ->
                        failed(new ExchangeMaker(i).at(NOON + i).skeleton(77).make(), 429))
                .toList();
        Judgement judgement = account.judge(NOON + MINUTE, failed);

        assertThat(judgement.edges()).isEmpty();
        assertThat(judgement.contribution()).isEmpty();
    }

    @Test
    void answersThatStillwatchLimitedAreNoEvidence() {
        List<Exchange> limited = IntStream.range(0, 1_000)
                .mapToObj(i -> new ExchangeMaker(i)
                        .at(NOON + i)
                        .probing(true, 1_000_003L * i)
                        .limited()
                        .make())
                .toList();
        assertThat(account.judge(NOON + MINUTE, limited).score().totalMilli()).isZero();
    }

    @Test
    void quietDaysBringATierDownWithoutAnyTraffic() {
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));
        Judgement judgement = account.quiet(START + DAY);
        assertThat(judgement.tier()).isEqualTo(Tier.THROTTLE);
        for (int day = 2; day < 30 && judgement.wake(); day++) {
            judgement = account.quiet(START + day * DAY);
        }
        assertThat(judgement.tier()).isEqualTo(Tier.CLEAR);
        assertThat(account.standings.get(account.standings.size() - 1).tier()).isEqualTo(Tier.CLEAR);
    }

    @Test
    void whatLimitsASilentAccountHoldsUntilItIsAskedAgain() {
        account.judge(NOON + 60 * MINUTE, probes(0, 1_000, NOON + 59 * MINUTE));
        long asked = START + DAY + MINUTE;
        assertThat(account.quiet(asked).tier()).isEqualTo(Tier.THROTTLE);

        Standing last = account.standings.get(account.standings.size() - 1);
        assertThat(last.asOf() + last.validMillis()).isGreaterThanOrEqualTo(asked + DAY);
        int said = account.standings.size();
        account.quiet(asked + MINUTE);
        assertThat(account.standings).hasSize(said);
    }

    @Test
    void aLateRecordGivesTheStandingOfTheInOrderRun() {
        List<Exchange> all = probes(0, 1_000, NOON);
        account.judge(NOON + MINUTE, all.subList(0, 100));
        account.judge(NOON + DAY + MINUTE, List.of());
        Judgement late = account.judge(NOON + DAY + 2 * MINUTE, all.subList(100, 1_000));

        JudgedAccount inOrder = new JudgedAccount(Policies.bare());
        inOrder.judge(NOON + MINUTE, all);
        Judgement expected = inOrder.judge(NOON + DAY + 2 * MINUTE, List.of());
        assertThat(late.tier()).isEqualTo(expected.tier()).isEqualTo(Tier.THROTTLE);
        assertThat(late.score()).isEqualTo(expected.score());
        assertThat(late.profile().ladder()).isEqualTo(expected.profile().ladder());
    }

    @Test
    void anUndoSupersedesTheAlertAndLiftsTheTier() {
        account.judge(NOON + MINUTE, probes(0, 1_000, NOON));
        account.act(Act.Kind.UNDO, NOON + MINUTE + 1, Act.Verdict.NONE);
        Judgement judgement = account.quiet(NOON + 2 * MINUTE);
        assertThat(judgement.tier()).isEqualTo(Tier.CLEAR);
        assertThat(account.findings).extracting(f -> f.head().stage()).containsExactly(Stage.NEW, Stage.SUPERSEDED);
        assertThat(account.findings)
                .extracting(f -> f.head().uid())
                .hasSize(2)
                .containsOnly(account.findings.get(0).head().uid());
    }

    @Test
    void aSuppressedAccountIsWatchedAndNeverAlerted() {
        account.act(Act.Kind.SUPPRESS, NOON, Act.Verdict.NONE);
        assertThat(account.judge(NOON + MINUTE, probes(0, 1_000, NOON)).tier()).isEqualTo(Tier.WATCH);
        assertThat(account.findings).isEmpty();
    }

    @Test
    void aPersonsVerdictIsGroundTruth() {
        account.act(Act.Kind.VERDICT, NOON, Act.Verdict.DISTILLATION);
        assertThat(account.judge(NOON + MINUTE, probes(0, 1_000, NOON)).tier()).isEqualTo(Tier.RESTRICT);
    }

    @Test
    void aDeclaredRunIsRecordedAndNeverHeldAgainstTheAccount() {
        JudgedAccount declared = new JudgedAccount(withPassport(Set.of("acct-1"), 2_000));
        Judgement judgement = declared.judge(NOON + MINUTE, claimed(1_000));
        assertThat(judgement.tier()).isEqualTo(Tier.CLEAR);
        assertThat(judgement.declared()).isEqualTo(1_000);
        assertThat(declared.findings).isEmpty();
        assertThat(declared.standings.get(0).reasons().get(0)).contains("1000 exchanges", "pp-1", "2000 a day");
    }

    @Test
    void anOverrunIsToldAndIsEvidenceAgain() {
        JudgedAccount declared = new JudgedAccount(withPassport(Set.of("acct-1"), 100));
        Judgement judgement = declared.judge(NOON + MINUTE, claimed(1_000));
        assertThat(judgement.tier()).isEqualTo(Tier.THROTTLE);
        assertThat(misuse(declared).fault()).isEqualTo(PassportFault.OVERRUN);
        assertThat(misuse(declared).exchanges()).isEqualTo(900);
    }

    @Test
    void aClaimThatDoesNotHoldIsToldAndExemptsNothing() {
        account.judge(NOON + MINUTE, claimed(1_000));
        assertThat(misuse(account).fault()).isEqualTo(PassportFault.UNREGISTERED);
        assertThat(account.lastHarvesting()).isPresent();

        JudgedAccount foreign = new JudgedAccount(withPassport(Set.of("acct-2"), 2_000));
        foreign.judge(NOON + MINUTE, claimed(5));
        assertThat(misuse(foreign).fault()).isEqualTo(PassportFault.FOREIGN);

        JudgedAccount expired = new JudgedAccount(withPassport(Set.of("acct-1"), 2_000));
        expired.judge(
                START + 9 * DAY + MINUTE,
                List.of(claiming(new ExchangeMaker(1).at(START + 9 * DAY).make(), "pp-1")));
        assertThat(misuse(expired).fault()).isEqualTo(PassportFault.EXPIRED);
    }

    @Test
    void theMemoryRoundTripsAndStaysSmall() {
        account.judge(NOON + MINUTE, claimed(1_000));
        byte[] bytes = account.quiet(NOON + 2 * MINUTE).profile().open();
        assertThat(Memory.decode(bytes).encode()).isEqualTo(bytes);
        assertThat(bytes).hasSizeLessThan(400);
        assertThat(Memory.decode(new byte[0])).isEqualTo(Memory.START);
    }

    @Test
    void aDamagedMemoryIsReadOrRefusedByName() {
        account.judge(NOON + MINUTE, claimed(300));
        byte[] good = account.quiet(NOON + 2 * MINUTE).profile().open();

        assertThat(MutatedBytes.of(good, 20_000)).allSatisfy(bytes -> {
            try {
                assertThat(Memory.decode(bytes)).isNotNull();
            } catch (IllegalArgumentException | CorruptStateException refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        });
    }

    private static Finding.PassportMisuse misuse(JudgedAccount account) {
        return account.findings.stream()
                .filter(Finding.PassportMisuse.class::isInstance)
                .map(Finding.PassportMisuse.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<Exchange> ordinary(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new ExchangeMaker(i).at(NOON + i * 1_000L).make())
                .toList();
    }

    private static List<Exchange> claimed(int count) {
        return probes(0, count, NOON).stream().map(e -> claiming(e, "pp-1")).toList();
    }

    private static Policy withPassport(Set<String> accounts, long perDay) {
        Policy bare = Policies.bare();
        return bare.withPassports(List.of(new Passport(
                "pp-1", accounts, Passport.Purpose.EVALUATION, "", "eva", START, START + 2 * DAY, perDay)));
    }
}
