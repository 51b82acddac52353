// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileBudgetsTest {
    private static final String FILE = """
            domain: llm
            stillwatch: {tiers: {throttle: 0.1}}
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
            """;
    private static final Entry ACCOUNT = new Entry("account", "acme");
    private static final Entry LARGE = new Entry("model", "large");

    private final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    private final FileBudgets budgets = new FileBudgets(shelf);

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
                Tier.CLEAR);
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
        assertThat(budgets.of(asking("llm", Descriptor.of(ACCOUNT)), Tier.THROTTLE))
                .singleElement()
                .extracting(budget -> budget.allowance().limits())
                .isEqualTo(Map.of(Dimension.OTPM, 100L, Dimension.RPM, 1L, Dimension.ITPM, 0L));
    }

    @Test
    void aSharedThresholdIsOneBudget() throws Exception {
        load(FILE);
        assertThat(budgets.of(
                        asking("llm", Descriptor.of(new Entry("pool", "p1")), Descriptor.of(new Entry("pool", "p2"))),
                        Tier.CLEAR))
                .hasSize(1);
    }

    @Test
    void textsCannotBeTakenForOtherEntries() throws Exception {
        load(FILE);
        String forged = "acme 5:model=5:large";
        assertThat(budgets.of(
                        asking("llm", Descriptor.of(ACCOUNT, LARGE), Descriptor.of(new Entry("account", forged))),
                        Tier.CLEAR))
                .hasSize(2);
    }

    @Test
    void anUnknownDomainHasNoBudgetsAndNoLimitsAreNoAnswer() throws Exception {
        assertThatThrownBy(() -> budgets.of(asking("llm", Descriptor.of(ACCOUNT)), Tier.CLEAR))
                .isInstanceOf(UndecidedException.class);
        load(FILE);
        assertThat(budgets.of(asking("other", Descriptor.of(ACCOUNT)), Tier.CLEAR))
                .isEmpty();
    }
}
