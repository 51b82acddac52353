// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.claiming;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.probes;
import static dev.stillwatch.auditor.profile.FailedCalls.failed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Finding.PassportFault;
import dev.stillwatch.auditor.adjudicate.Finding.PassportMisuse;
import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeclaredUseTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = START + DAY / 2;

    @Test
    void aFaultIsToldOnceAndWithTheDaysCountWhenTheDayHasClosed() {
        JudgedAccount account = new JudgedAccount(Policies.bare());
        account.judge(NOON + MINUTE, claims(0, 10, NOON, "pp-9"));
        Judgement later = account.judge(NOON + 2 * MINUTE, claims(10, 490, NOON + MINUTE, "pp-9"));
        assertThat(misuses(account)).hasSize(1);
        assertThat(later.wake()).isTrue();

        account.quiet(START + DAY + MINUTE);
        assertThat(misuses(account)).extracting(m -> m.head().stage()).containsExactly(Stage.NEW, Stage.UPDATED);
        assertThat(misuses(account).get(1).exchanges()).isEqualTo(500);
        assertThat(misuses(account))
                .extracting(m -> m.head().uid())
                .containsOnly(misuses(account).get(0).head().uid());

        account.judge(NOON + DAY + MINUTE, claims(600, 1, NOON + DAY, "pp-9"));
        assertThat(misuses(account)).hasSize(3);
        assertThat(misuses(account).get(2).head().stage()).isEqualTo(Stage.NEW);
    }

    @Test
    void callsThatFailUseUpNoAllowance() {
        JudgedAccount account = new JudgedAccount(policy(100, List.of()));
        List<Exchange> run = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Exchange one = new ExchangeMaker(i).at(NOON + i).make();
            run.add(claiming(i < 100 ? failed(one, 429) : one, "pp-1"));
        }
        Judgement judgement = account.judge(NOON + MINUTE, run);

        assertThat(judgement.declared()).isEqualTo(200);
        assertThat(misuses(account)).isEmpty();
    }

    @Test
    void madeUpPassportsNeitherFloodNorForgetTheRealOnesCount() {
        JudgedAccount account = new JudgedAccount(policy(100, List.of()));
        account.judge(NOON + MINUTE, claims(0, 100, NOON, "pp-1"));
        List<Exchange> flood = IntStream.range(200, 700)
                .mapToObj(
                        i -> claiming(new ExchangeMaker(i).at(NOON + MINUTE + i).make(), "made-up-" + i))
                .toList();
        account.judge(NOON + 2 * MINUTE, flood);
        assertThat(misuses(account)).hasSize(DeclaredUse.MOST_FAULTS + 1);
        assertThat(misuses(account)).extracting(PassportMisuse::passport).contains(DeclaredUse.OTHERS);

        Judgement over = account.judge(NOON + 3 * MINUTE, claims(800, 10, NOON + 2 * MINUTE, "pp-1"));
        assertThat(over.declared()).isZero();
        assertThat(over.profile().open()).hasSizeLessThan(800);
    }

    @Test
    void howManyAreOverrunDoesNotDependOnTheOrderOfArrival() {
        List<Exchange> all = new ArrayList<>(claims(0, 300, NOON, "pp-1"));
        Collections.shuffle(all, new Random(5));
        JudgedAccount account = new JudgedAccount(policy(120, List.of()));
        long declared = 0;
        for (int part = 0; part < 3; part++) {
            declared += account.judge(NOON + (part + 1) * MINUTE, all.subList(part * 100, part * 100 + 100))
                    .declared();
        }
        account.quiet(START + DAY + MINUTE);
        assertThat(declared).isEqualTo(120);
        PassportMisuse last = misuses(account).get(misuses(account).size() - 1);
        assertThat(last.fault()).isEqualTo(PassportFault.OVERRUN);
        assertThat(last.exchanges()).isEqualTo(180);
        assertThat(last.used()).isEqualTo(300);
        assertThat(last.allowed()).isEqualTo(120);
    }

    @Test
    void aDeclaredRunThatBeginsIsRecordedInWords() {
        JudgedAccount account = new JudgedAccount(policy(2_000, List.of()));
        account.judge(NOON + MINUTE, claims(0, 1, NOON, "pp-1"));
        assertThat(account.standings.get(0).reasons().get(0)).contains("1 exchange on 2024-10-04");
    }

    @Test
    void theDaysDeclaredCountIsEmittedWhenTheDayHasClosed() {
        JudgedAccount account = new JudgedAccount(policy(2_000, List.of()));
        account.judge(NOON + MINUTE, claims(0, 10, NOON, "pp-1"));
        Judgement judgement = account.judge(NOON + 2 * MINUTE, claims(10, 990, NOON + MINUTE, "pp-1"));
        assertThat(account.standings).hasSize(1);
        assertThat(judgement.wake()).isTrue();
        Judgement closed = account.quiet(START + DAY + MINUTE);
        assertThat(account.standings).hasSize(2);
        assertThat(account.standings.get(1).reasons().get(0)).contains("1000 exchanges on 2024-10-04");
        assertThat(closed.wake()).isFalse();
        assertThat(closed.tier()).isEqualTo(Tier.CLEAR);
    }

    @Test
    void aKnownOwnersAccountHasNoIdentityEvidenceWithinItsVolume() {
        Policy.Owner owner = new Policy.Owner("org-1", Policy.Owner.Kind.ENTERPRISE, List.of(), 1_000);
        assertThat(identity(policy(0, List.of()), 600)).isPositive();
        assertThat(identity(policy(0, List.of(owner)), 600)).isZero();
        assertThat(identity(policy(0, List.of(owner)), 1_001)).isPositive();
    }

    @Test
    void anOwnerThatDeclaresNoVolumeHasNoBoundHereEither() {
        Policy.Owner owner = new Policy.Owner("org-1", Policy.Owner.Kind.ENTERPRISE, List.of(), 0);
        assertThat(identity(policy(0, List.of(owner)), 1_001)).isZero();
    }

    @Test
    void ownershipExcusesNoOtherFamilyAndIsSaid() {
        Policy.Owner owner = new Policy.Owner("org-1", Policy.Owner.Kind.ENTERPRISE, List.of(), 5_000);
        JudgedAccount account = new JudgedAccount(policy(0, List.of(owner)));
        Judgement judgement = account.judge(NOON + MINUTE, many(600));
        assertThat(judgement.score().evidence())
                .filteredOn(e -> e.signal() == SignalId.D9)
                .singleElement()
                .extracting(Evidence::sentence)
                .asString()
                .contains("Expected of the known owner org-1");
        assertThat(account.judge(NOON + 2 * MINUTE, probes(10_000, 1_000, NOON + MINUTE))
                        .tier())
                .isEqualTo(Tier.THROTTLE);
    }

    @Test
    void lateRecordsThatLowerTheTierSupersedeTheAlert() {
        JudgedAccount account = new JudgedAccount(Policies.bare());
        account.judge(
                NOON + MINUTE,
                IntStream.range(0, 60)
                        .mapToObj(i -> new ExchangeMaker(i)
                                .at(NOON + i)
                                .marks(i % 4 == 0 ? new Mark[] {Mark.VERBATIM_REASONING} : new Mark[0])
                                .make())
                        .toList());
        assertThat(account.quiet(START + DAY + MINUTE).tier()).isEqualTo(Tier.THROTTLE);
        Judgement late = account.judge(
                START + DAY + 2 * MINUTE,
                IntStream.range(100, 6_100)
                        .mapToObj(i -> new ExchangeMaker(i).at(NOON + i).make())
                        .toList());
        assertThat(late.tier()).isLessThan(Tier.THROTTLE);
        Finding.Harvesting last = account.lastHarvesting().orElseThrow();
        assertThat(last.head().stage()).isEqualTo(Stage.SUPERSEDED);
        assertThat(last.head().uid()).isEqualTo(account.findings.get(0).head().uid());
        assertThat(last.head().first()).isEqualTo(account.findings.get(0).head().first());
        assertThat(last.head().count()).isGreaterThan(1);
        assertThat(last.previous()).isEqualTo(Tier.THROTTLE);
    }

    private static long identity(Policy policy, int exchanges) {
        return new JudgedAccount(policy)
                .judge(NOON + MINUTE, many(exchanges))
                .score()
                .families()
                .getOrDefault(Family.IDENTITY, 0L);
    }

    /** One credential from ever new networks with ever new clients. */
    private static List<Exchange> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ExchangeMaker(i)
                        .at(NOON + i)
                        .from(1 + i, 1 + i, i % 2 == 0 ? Script.LATIN : Script.CYRILLIC)
                        .make())
                .toList();
    }

    private static List<Exchange> claims(int from, int count, long at, String passport) {
        return probes(from, count, at - from).stream()
                .map(e -> claiming(e, passport))
                .toList();
    }

    private static List<PassportMisuse> misuses(JudgedAccount account) {
        return account.findings.stream()
                .filter(PassportMisuse.class::isInstance)
                .map(PassportMisuse.class::cast)
                .toList();
    }

    private static Policy policy(long perDay, List<Policy.Owner> owners) {
        Policy bare = Policies.with(Map.of(), owners, List.of());
        List<Passport> passports = perDay == 0
                ? List.of()
                : List.of(new Passport(
                        "pp-1",
                        Set.of("acct-1"),
                        Passport.Purpose.EVALUATION,
                        "",
                        "eva",
                        START,
                        START + 9 * DAY,
                        perDay));
        return bare.withPassports(passports);
    }
}
