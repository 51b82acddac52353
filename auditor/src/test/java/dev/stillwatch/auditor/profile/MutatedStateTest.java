// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.MutatedBytes;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.policy.Policy;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged state is read as some state or refused by name; it never ends in another fault and never takes long. */
@Timeout(60)
class MutatedStateTest {
    private static final int MUTANTS = 50_000;

    @Test
    void aDamagedProfileIsReadOrRefused() {
        KeptProfile good = folded().profile().encode();
        assertThat(good.rest()).isNotEmpty();
        readOrRefused(good.hot(), hot -> ProfileState.decode(new KeptProfile(hot, good.rest())));
    }

    @Test
    void aDamagedRestOfAProfileIsReadOrRefused() {
        KeptProfile good = folded().profile().encode();
        readOrRefused(good.rest(), rest -> ProfileState.decode(new KeptProfile(good.hot(), rest)));
    }

    @Test
    void aDamagedHistoryIsReadOrRefused() {
        readOrRefused(folded().history().orElseThrow().encode(), HistoryState::decode);
    }

    @Test
    void aDamagedTallyIsReadOrRefused() {
        readOrRefused(folded().profile().today().tally().encode(), Tally::decode);
    }

    private static void readOrRefused(byte[] good, Function<byte[], ?> decode) {
        long refused = MutatedBytes.of(good, MUTANTS)
                .filter(bytes -> {
                    try {
                        assertThat((Object) decode.apply(bytes)).isNotNull();
                        return false;
                    } catch (CorruptStateException e) {
                        return true;
                    }
                })
                .count();
        assertThat(refused).isBetween(1L, MUTANTS - 1L);
    }

    private static Profiler.Folded folded() {
        List<Exchange> exchanges = IntStream.range(0, 300)
                .mapToObj(i -> new ExchangeMaker(i)
                        .at(ExchangeMaker.START + i * (ExchangeMaker.DAY / 100))
                        .probing(true, 1_000_003L * i)
                        .marks(Mark.VERBATIM_REASONING)
                        .traces(1_000 + i, 1_001 + i)
                        .session(1 + i)
                        .make())
                .toList();
        Settling quiet = new Settling() {
            @Override
            public Policy policyAt(long time) {
                return Policies.bare();
            }

            @Override
            public byte[] settle(Behaviour dayEnd, byte[] ladder) {
                return new byte[] {1, 2, 3};
            }
        };
        return new Profiler(new SignalCatalogue(), quiet)
                .fold(ProfileState.start("acct-1"), () -> HistoryState.start("acct-1"), exchanges);
    }
}
