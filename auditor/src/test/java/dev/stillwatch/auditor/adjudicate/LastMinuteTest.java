// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The last bucket of a UTC day ends when the next day begins, and is of the day before. */
class LastMinuteTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = START + DAY / 2;
    private static final long MIDNIGHT = START + DAY;
    private static final long LAST_MINUTE = MIDNIGHT - MINUTE;

    private final JudgedAccount account = new JudgedAccount(Policies.bare());

    @Test
    void anAlertOfTheLastMinuteSaysWhatItStandsOn() {
        Judgement judgement =
                account.judge(MIDNIGHT, made(0, 6, LAST_MINUTE, maker -> maker.marks(Mark.VERBATIM_REASONING)));

        assertThat(judgement.tier()).isEqualTo(Tier.THROTTLE);
        Finding.Harvesting alert = account.lastHarvesting().orElseThrow();
        assertThat(alert.score().acting()).isNotEmpty();
        assertThat(alert.score().reasons()).isNotEmpty();
        assertThat(account.standings).singleElement().satisfies(standing -> {
            assertThat(standing.families()).isNotEmpty();
            assertThat(standing.reasons()).isNotEmpty();
        });
    }

    @Test
    void aPlanOfTheLastMinuteIsSizedFromTheDay() {
        account.judge(MIDNIGHT, JudgedAccount.probes(0, 1_000, LAST_MINUTE));

        assertThat(account.lastHarvesting().orElseThrow().plan().exchangesPerHour())
                .isEqualTo(500);
    }

    @Test
    void aLinkOfTheLastMinuteIsOneOfAllTheDaysExchanges() {
        account.judge(NOON + MINUTE, made(0, 500, NOON, maker -> maker));
        Judgement judgement = account.judge(MIDNIGHT, made(500, 4, LAST_MINUTE, maker -> maker.skeleton(77)));

        assertThat(judgement.edges())
                .filteredOn(edge -> edge.kind() == ArtefactKind.SKELETON)
                .singleElement()
                .satisfies(edge -> {
                    assertThat(edge.count()).isEqualTo(4);
                    assertThat(edge.of()).isEqualTo(504);
                });
    }

    @Test
    void aContributionOfTheLastMinuteHasTheDaysExchanges() {
        assertThat(account.judge(MIDNIGHT, made(0, 40, LAST_MINUTE, maker -> maker))
                        .contribution()
                        .orElseThrow()
                        .dayExchanges())
                .isEqualTo(40);
    }

    private static List<Exchange> made(int from, int count, long at, UnaryOperator<ExchangeMaker> with) {
        return new ArrayList<>(IntStream.range(from, from + count)
                .mapToObj(
                        i -> with.apply(new ExchangeMaker(i).at(at + i % 1_000)).make())
                .toList());
    }
}
