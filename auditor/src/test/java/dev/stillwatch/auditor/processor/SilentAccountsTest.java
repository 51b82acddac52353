// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Forgetting;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.auditor.profile.SketchSum;
import dev.stillwatch.auditor.profile.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class SilentAccountsTest {
    private static final int DAY = 20_000;

    private final KeyValueStore<Bytes, byte[]> hot = InMemoryStores.open(new MockProcessorContext<>(), "hot");
    private final List<String> asked = new ArrayList<>();
    private final SilentAccounts silent =
            new SilentAccounts(hot, (account, asOf, timestamp) -> asked.add(Wire.text(account.get())));

    @Test
    void shouldAskOnlyOfThoseSilentForLonger() {
        put("long", DAY - Forgetting.SILENT_DAYS - 1);
        put("just", DAY - Forgetting.SILENT_DAYS);
        look(DAY);
        assertThat(asked).containsExactly("long");
    }

    @Test
    void shouldGoThroughAllOfThemAFewAtATimeOnceADay() {
        for (int i = 0; i < 2 * SilentAccounts.LOOKS + 1; i++) {
            put(String.format("acct-%05d", i), 1);
        }
        look(DAY);
        assertThat(asked).hasSize(SilentAccounts.LOOKS);
        look(DAY);
        look(DAY);
        assertThat(asked).hasSize(2 * SilentAccounts.LOOKS + 1).doesNotHaveDuplicates();

        look(DAY);
        assertThat(asked).hasSize(2 * SilentAccounts.LOOKS + 1);

        look(DAY + 1);
        assertThat(asked).hasSize(3 * SilentAccounts.LOOKS + 1);
    }

    @Test
    void shouldFinishADayThatEndsMeanwhileBeforeItBeginsTheNext() {
        for (int i = 0; i < SilentAccounts.LOOKS + 1; i++) {
            put(String.format("acct-%05d", i), 1);
        }
        look(DAY);
        look(DAY + 1);
        look(DAY + 1);
        assertThat(asked).hasSize(SilentAccounts.LOOKS + 1).doesNotHaveDuplicates();
    }

    private void look(int day) {
        silent.look(day * DayCell.MILLIS + 1, 0);
    }

    private void put(String account, int day) {
        ProfileState start = ProfileState.start(account);
        DayCell today = new DayCell(day, start.facts(), Tally.EMPTY, SketchSum.EMPTY, start.exemplars());
        hot.put(
                Bytes.wrap(Wire.key(account)),
                new ProfileState(
                                today,
                                start.settledFacts(),
                                start.recent(),
                                start.past(),
                                start.exemplars(),
                                start.drift(),
                                List.of(),
                                new byte[0],
                                new byte[0])
                        .encode()
                        .hot());
    }
}
