// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same five tokens are biased every day; from the third day on they are hashed under another key. */
class KeyChangeTest {
    private static final int CHANGE = 2;
    private static final int TOKENS = 5;

    @Test
    void aValueIsNotCountedAgainUnderItsNewHash() {
        Tally recent = recent(CHANGE, ExchangeMaker.START + CHANGE * ExchangeMaker.DAY);

        assertThat(recent.distinct(Sample.BIASED_TOKENS)).isEqualTo(TOKENS);
        assertThat(recent(CHANGE, Long.MIN_VALUE).distinct(Sample.BIASED_TOKENS))
                .isEqualTo(2 * TOKENS);
    }

    @Test
    void whatIsNoHashIsCarriedOver() {
        long start = ExchangeMaker.START + CHANGE * ExchangeMaker.DAY;

        assertThat(recent(CHANGE, start).count(Measure.PROBE_CALLS))
                .isEqualTo(recent(CHANGE, Long.MIN_VALUE).count(Measure.PROBE_CALLS));
    }

    @Test
    void nothingIsForgottenOnTheDaysAfterTheChange() {
        long start = ExchangeMaker.START + CHANGE * ExchangeMaker.DAY;

        assertThat(recent(CHANGE + 1, start).count(Measure.PROBE_CALLS)).isGreaterThan(TOKENS);
        assertThat(recent(CHANGE + 1, start).distinct(Sample.BIASED_TOKENS)).isEqualTo(TOKENS);
    }

    /** Recent counts on the last of so many days, the open day included. */
    private static Tally recent(int lastDay, long keyStart) {
        Profiler profiler = new Profiler(new SignalCatalogue(), new Settling() {
            @Override
            public Policy policyAt(long time) {
                return Policies.bare();
            }

            @Override
            public long keyStart() {
                return keyStart;
            }

            @Override
            public byte[] settle(Behaviour dayEnd, byte[] ladder) {
                return ladder;
            }
        });
        ProfileState profile = ProfileState.start("acct-1");
        HistoryState history = HistoryState.start("acct-1");
        for (int day = 0; day <= lastDay; day++) {
            HistoryState cold = history;
            Profiler.Folded folded = profiler.fold(profile, () -> cold, probes(day));
            profile = folded.profile();
            history = folded.history().orElse(cold);
        }
        return profile.recent().combine(profile.today().tally());
    }

    private static List<Exchange> probes(int day) {
        List<Exchange> exchanges = new ArrayList<>();
        for (int token = 0; token < TOKENS; token++) {
            long hash = Mixing.mix(day < CHANGE ? "old" : "new") + token;
            exchanges.add(new ExchangeMaker(day * TOKENS + token)
                    .at(ExchangeMaker.START + day * ExchangeMaker.DAY + token)
                    .probing(true, hash)
                    .make());
        }
        return exchanges;
    }
}
