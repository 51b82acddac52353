// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.wire.ExchangeCodec;
import dev.stillwatch.policies.wire.WireException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeJoinTest {
    @Test
    void bothSignaturesOfOneExchangeSurviveTheJoinAndTheWireInAnyOrder() throws WireException {
        Fragment request = part(0, new ExchangeMaker(1).trace(11, true).make());
        Fragment response = part(1, new ExchangeMaker(2).trace(22, false).make());

        Exchange joined = ExchangeJoin.of(List.of(request, response));

        assertThat(joined.supply().traceSignature()).isEqualTo(11);
        assertThat(joined.supply().traceReplayed()).isTrue();
        assertThat(joined.supply().issuedSignature()).isEqualTo(22);
        assertThat(new ExchangeCodec().encode(ExchangeJoin.of(List.of(response, request))))
                .isEqualTo(new ExchangeCodec().encode(joined));
        assertThat(new ExchangeCodec()
                        .decode(new ExchangeCodec().encode(joined))
                        .supply())
                .isEqualTo(joined.supply());
    }

    @Test
    void anIssuedSignatureAloneStaysInItsPlace() {
        Fragment request =
                part(0, new ExchangeMaker(1).lacks(Field.TRACE_SIGNATURE).make());
        Fragment response = part(1, new ExchangeMaker(2).trace(22, false).make());

        Exchange.Supply supply = ExchangeJoin.of(List.of(request, response)).supply();

        assertThat(supply.traceSignature()).isEqualTo(22);
        assertThat(supply.traceReplayed()).isFalse();
        assertThat(supply.issuedSignature()).isZero();
    }

    @Test
    void bothEndsAreThoseOfThePromptThatTheTemplateIsOf() {
        Fragment answer = part(0, new ExchangeMaker(1).lacks(Field.PROMPT_TEXT).make());
        Fragment request = part(1, new ExchangeMaker(2).ends(11, 12).make());
        Fragment more = part(2, new ExchangeMaker(3).ends(21, 22).make());

        TextFeatures text = ExchangeJoin.of(List.of(more, answer, request)).text();

        assertThat(text.skeleton()).isEqualTo(request.exchange().text().skeleton());
        assertThat(text.opening()).isEqualTo(11);
        assertThat(text.closing()).isEqualTo(12);
    }

    @Test
    void theHashForTheGroupIsThatOfTheTemplate() {
        Fragment answer =
                part(0, new ExchangeMaker(1).shared(5).lacks(Field.PROMPT_TEXT).make());
        Fragment request = part(1, new ExchangeMaker(2).shared(77).make());

        assertThat(ExchangeJoin.of(List.of(answer, request)).text().shared()).isEqualTo(77);
    }

    private static Fragment part(int part, Exchange exchange) {
        return new Fragment("correlation-1", part, false, exchange);
    }
}
