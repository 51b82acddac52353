// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private static final TokenPrices PRICES = new TokenPrices(2_500_000, 250_000, 10_000_000, 20_000_000);
    private static final Usage USAGE = new Usage(1_000, 401, 500, 201);

    @Test
    void cachedAndReasoningTokensCountByTheirWeightRoundedUp() {
        Allowance allowance =
                new Allowance(Map.of(), new TokenWeights(100, 2_500), TokenPrices.NONE, OptionalLong.empty());
        assertThat(allowance.cost(Dimension.ITPM, USAGE)).isEqualTo(599 + 41);
        assertThat(allowance.cost(Dimension.OTPM, USAGE)).isEqualTo(299 + 503);
        assertThat(allowance.cost(Dimension.OUTPUT_TOKENS_PER_HOUR, USAGE)).isEqualTo(299 + 503);
        assertThat(allowance.cost(Dimension.TPD, USAGE)).isEqualTo(640 + 802);
        assertThat(allowance.cost(Dimension.RPM, USAGE)).isEqualTo(1);
        assertThat(allowance.cost(Dimension.EXCHANGES_PER_HOUR, USAGE)).isEqualTo(1);
        assertThat(allowance.cost(Dimension.CONCURRENCY, USAGE)).isEqualTo(1);
        assertThat(allowance.cost(Dimension.USD, USAGE)).isZero();
        assertThat(TokenWeights.PLAIN.input(USAGE)).isEqualTo(1_000);
    }

    @Test
    void moneyIsCountedInWholeMillionthsRoundedUp() {
        assertThat(PRICES.cost(new Usage(1_000_000, 1_000_000, 0, 0))).isEqualTo(250_000);
        assertThat(PRICES.cost(USAGE)).isEqualTo(1_498 + 100 + 2_990 + 4_020);
        assertThat(PRICES.cost(Usage.of(1, 0))).isEqualTo(3);
        assertThat(new TokenPrices(0, 0, TokenPrices.MOST, 0).cost(Usage.of(0, Usage.MOST)))
                .isEqualTo(1_000_000_000_000L);
    }

    @Test
    void theRoomForOutputIsWhatTheInputLeavesOfTheSmallestLimit() {
        Usage input = Usage.of(100, 0);
        assertThat(Calls.allowance(Dimension.RPM, 1, Dimension.ITPM, 1, Dimension.CONCURRENCY, 1)
                        .roomForOutput(input))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(Calls.allowance(Dimension.TPD, 150, Dimension.OTPM, 70).roomForOutput(input))
                .isEqualTo(50);
        assertThat(Calls.allowance(Dimension.TPD, 50).roomForOutput(input)).isZero();
        Allowance money =
                new Allowance(Map.of(Dimension.USD, 1_250L), TokenWeights.PLAIN, PRICES, OptionalLong.empty());
        assertThat(money.roomForOutput(input)).isEqualTo(100);
        Allowance freeOutput = new Allowance(
                Map.of(Dimension.USD, 1_250L), TokenWeights.PLAIN, new TokenPrices(1, 1, 0, 0), OptionalLong.empty());
        assertThat(freeOutput.roomForOutput(input)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPlanLimitsOutputOfAnHour() {
        assertThat(Allowance.ofOutputPerHour(20).limits()).isEqualTo(Map.of(Dimension.OUTPUT_TOKENS_PER_HOUR, 20L));
        assertThat(Allowance.ofOutputPerHour(Long.MAX_VALUE).limits())
                .isEqualTo(Map.of(Dimension.OUTPUT_TOKENS_PER_HOUR, Dimension.MOST));
    }

    @Test
    void dimensionsKeepTheirNames() {
        assertThat(Dimension.values())
                .extracting(Dimension::label)
                .containsExactly(
                        "rpm",
                        "itpm",
                        "otpm",
                        "tpd",
                        "usd",
                        "concurrency",
                        "exchanges_per_hour",
                        "output_tokens_per_hour");
        for (Dimension dimension : Dimension.values()) {
            assertThat(dimension.most()).isLessThanOrEqualTo(Dimension.MOST);
        }
        assertThat(Dimension.RPM.most()).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        refuses(() -> Calls.allowance(Dimension.RPM, -1));
        refuses(() -> Calls.allowance(Dimension.RPM, Dimension.RPM.most() + 1));
        refuses(() -> Calls.allowance(Dimension.USD, 1));
        refuses(() -> expecting(0));
        refuses(() -> expecting(Usage.MOST + 1));
        refuses(() -> new TokenWeights(-1, 0));
        refuses(() -> new TokenWeights(TokenWeights.MOST + 1, 0));
        refuses(() -> new TokenWeights(0, -1));
        refuses(() -> new TokenWeights(0, TokenWeights.MOST + 1));
        refuses(() -> new TokenPrices(-1, 0, 0, 0));
        refuses(() -> new TokenPrices(0, 0, 0, TokenPrices.MOST + 1));
        refuses(() -> new Usage(-1, 0, 0, 0));
        refuses(() -> new Usage(Usage.MOST + 1, 0, 0, 0));
        refuses(() -> new Usage(0, 0, -1, 0));
        refuses(() -> new Usage(0, 0, Usage.MOST + 1, 0));
        refuses(() -> new Usage(5, 6, 0, 0));
        refuses(() -> new Usage(5, -1, 0, 0));
        refuses(() -> new Usage(0, 0, 5, 6));
        refuses(() -> new Usage(0, 0, 5, -1));
        refuses(() -> new Budget("", Calls.allowance()));
        refuses(() -> new Budget("k".repeat(Budget.MOST_KEY + 1), Calls.allowance()));
    }

    @Test
    void aRequestOutOfBoundsIsRefused() {
        String longText = "x".repeat(AdmitRequest.MOST_TEXT + 1);
        OptionalLong none = OptionalLong.empty();
        refuses(() -> new AdmitRequest("", "", "", 1, none, 1));
        refuses(() -> new AdmitRequest(longText, "", "", 1, none, 1));
        refuses(() -> new AdmitRequest("a", longText, "", 1, none, 1));
        refuses(() -> new AdmitRequest("a", "", longText, 1, none, 1));
        refuses(() -> new AdmitRequest("a", "", "", -1, none, 1));
        refuses(() -> new AdmitRequest("a", "", "", Usage.MOST + 1, none, 1));
        refuses(() -> new AdmitRequest("a", "", "", 1, OptionalLong.of(-1), 1));
        refuses(() -> new AdmitRequest("a", "", "", 1, OptionalLong.of(Usage.MOST + 1), 1));
        refuses(() -> new AdmitRequest("a", "", "", 1, none, 0));
        refuses(() -> new AdmitRequest("a", "", "", 1, none, AdmitRequest.MOST_CHOICES + 1));
        assertThat(new AdmitRequest("a", "", "", Usage.MOST, OptionalLong.of(0), AdmitRequest.MOST_CHOICES))
                .isNotNull();
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        Duration minute = Duration.ofMinutes(1);
        refuses(() -> new ReservationSettings(Duration.ofMillis(999), 1, 1, 1, 1, 1));
        refuses(() -> new ReservationSettings(Duration.ofMinutes(61), 1, 1, 1, 1, 1));
        refuses(() -> new ReservationSettings(minute, 0, 1, 1, 1, 1));
        refuses(() -> new ReservationSettings(minute, 1, 0, 1, 1, 1));
        refuses(() -> new ReservationSettings(minute, 1, 1, -1, 1, 1));
        refuses(() -> new ReservationSettings(minute, 1, 1, 1, 0, 1));
        refuses(() -> new ReservationSettings(minute, 1, 1, 1, 1, 0));
        refuses(() -> new ReservationSettings(minute, 1, 1, 1, 1, Usage.MOST + 1));
    }

    private static Allowance expecting(long output) {
        return new Allowance(Map.of(), TokenWeights.PLAIN, TokenPrices.NONE, OptionalLong.of(output));
    }

    private static void refuses(ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class);
    }
}
