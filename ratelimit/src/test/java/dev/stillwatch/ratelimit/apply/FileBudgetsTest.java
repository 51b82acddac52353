// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.reserve.Admission;
import dev.stillwatch.ratelimit.reserve.AdmitRequest;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.Grant;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBudgetsTest {
    private static final String FILE = """
            domain: llm
            stillwatch: {tiers: {throttle: 0.1}, subjects: [account, pool, api_key]}
            descriptors:
              - key: account
                stillwatch: {tokens: {otpm: 1000, rpm: 5, itpm: 0}}
                descriptors:
                  - key: model
                    value: large
                    stillwatch: {tokens: {otpm: 200}}
                  - key: model
              - key: plain
                rate_limit: {unit: minute, requests_per_unit: 1}
              - key: pool
                value: 'p*'
                share_threshold: true
                rate_limit: {unit: minute, requests_per_unit: 1}
                stillwatch: {tokens: {rpm: 7}}
              - key: team
                stillwatch: {tokens: {rpm: 100}}
            """;
    private static final Entry ACCOUNT = new Entry("account", "acme");
    private static final Entry LARGE = new Entry("model", "large");

    private final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    private final FileBudgets budgets = new FileBudgets(shelf, Modes.OF_RULES);

    @TempDir
    private Path directory = Path.of("");

    private void load(String text) throws Exception {
        Path file = directory.resolve("limits.yaml");
        Files.writeString(file, text);
        assertThat(shelf.replaceFrom(file)).isEmpty();
    }

    private static LimitRequest asking(String domain, Descriptor... descriptors) {
        return new LimitRequest(domain, List.of(descriptors), 1);
    }

    private static Treatment throttled(String subject) {
        return new Treatment(subject, Tier.THROTTLE, Tier.THROTTLE, LimitPlan.NONE, "", 1, true, Optional.empty());
    }

    private static AdmitRequest call() {
        return new AdmitRequest("acme", "model", "", 0, OptionalLong.of(1), 1);
    }

    @Test
    void everyDescriptorWithTokensIsABudgetTheGeneralFirst() throws Exception {
        load(FILE);
        List<Budget> found = budgets.of(
                asking(
                        "llm",
                        Descriptor.of(ACCOUNT, LARGE),
                        Descriptor.of(ACCOUNT),
                        Descriptor.of(ACCOUNT),
                        Descriptor.of(ACCOUNT, new Entry("model", "small")),
                        Descriptor.of(new Entry("plain", "x")),
                        Descriptor.of(new Entry("nothing", "x"))),
                Treatment.NONE);
        assertThat(found)
                .extracting(budget -> budget.allowance().limits())
                .containsExactly(
                        Map.of(Dimension.OTPM, 1_000L, Dimension.RPM, 5L, Dimension.ITPM, 0L),
                        Map.of(Dimension.OTPM, 200L));
        assertThat(found).extracting(Budget::key).doesNotHaveDuplicates();
    }

    @Test
    void whoStandsBadlyHasTheDomainsShareOfItAndNeverLessThanOne() throws Exception {
        load(FILE);
        assertThat(budgets.of(asking("llm", Descriptor.of(ACCOUNT)), throttled("acme")))
                .singleElement()
                .extracting(budget -> budget.allowance().limits())
                .isEqualTo(Map.of(Dimension.OTPM, 100L, Dimension.RPM, 1L, Dimension.ITPM, 0L));
    }

    @Test
    void whoStandsBadlyTakesNothingFromThoseWhoShareABudgetWithIt() throws Exception {
        load(FILE);
        Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, new TestClock());
        for (Descriptor shared : List.of(
                Descriptor.of(new Entry("team", "search")),
                Descriptor.of(new Entry("pool", "p1")),
                Descriptor.of(new Entry("account", "parent")))) {
            // The last is the budget of an account of which one key stands badly, the others well.
            List<Budget> first = budgets.of(asking("llm", shared), Treatment.NONE);
            long whole = first.get(0).allowance().limits().getOrDefault(Dimension.RPM, 0L);
            assertThat(reservations.admit(call(), first, Grant.NONE)).isInstanceOf(Admission.Admitted.class);
            for (int i = 0; i < 10; i++) {
                reservations.left(budgets.of(asking("llm", shared), throttled("acme")));
                reservations.left(budgets.of(asking("llm", shared), Treatment.NONE));
            }
            assertThat(reservations.left(first).get(Dimension.RPM))
                    .as(shared.toString())
                    .extracting(left -> left == null ? -1 : left.left())
                    .isEqualTo(whole - 1);
        }
    }

    @Test
    void whatIsSharedByAPatternIsNobodysAlsoWhereTheKeyNamesSubjects() throws Exception {
        load(FILE);
        assertThat(budgets.of(asking("llm", Descriptor.of(new Entry("pool", "p1"))), throttled("p1")))
                .singleElement()
                .extracting(budget -> budget.allowance().limits())
                .isEqualTo(Map.of(Dimension.RPM, 7L));
    }

    @Test
    void shadowModeOfARuleOrOfAllRefusesNothing() throws Exception {
        load(FILE + """
              - key: tried
                shadow_mode: true
                stillwatch: {tokens: {rpm: 0}}
            """);
        assertThat(budgets.of(asking("llm", Descriptor.of(new Entry("tried", "x"))), Treatment.NONE))
                .isEmpty();
        assertThat(new FileBudgets(shelf, new Modes(true, false))
                        .of(asking("llm", Descriptor.of(ACCOUNT)), Treatment.NONE))
                .isEmpty();
    }

    @Test
    void aSharedThresholdIsOneBudget() throws Exception {
        load(FILE);
        assertThat(budgets.of(
                        asking("llm", Descriptor.of(new Entry("pool", "p1")), Descriptor.of(new Entry("pool", "p2"))),
                        Treatment.NONE))
                .hasSize(1);
    }

    @Test
    void textsCannotBeTakenForOtherEntries() throws Exception {
        load(FILE);
        String forged = "acme 5:model=5:large";
        assertThat(budgets.of(
                        asking("llm", Descriptor.of(ACCOUNT, LARGE), Descriptor.of(new Entry("account", forged))),
                        Treatment.NONE))
                .hasSize(2);
    }

    @Test
    void anUnknownDomainHasNoBudgetsAndNoLimitsAreNoAnswer() throws Exception {
        assertThatThrownBy(() -> budgets.of(asking("llm", Descriptor.of(ACCOUNT)), Treatment.NONE))
                .isInstanceOf(UndecidedException.class);
        load(FILE);
        assertThat(budgets.of(asking("other", Descriptor.of(ACCOUNT)), Treatment.NONE))
                .isEmpty();
    }
}
