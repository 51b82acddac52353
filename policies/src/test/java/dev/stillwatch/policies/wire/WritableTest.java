// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Fragment;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** A value that its codec would not read back cannot be made, so nobody can write it. */
final class WritableTest {
    private final Exchange good = new Samples(1).exchange();

    @Test
    void aNegativeTimeOrPlaceIsRefused() {
        refused("time", time -> exchange(time, good.identity()));
        refused("partition", place -> new Exchange.Origin("native", (int) place, 0, 0));
        refused("offset", place -> new Exchange.Origin("native", 0, place, 0));
    }

    @Test
    void anAccountThatWasMadeBefore1970IsRefused() {
        refused("created", created -> identity("acct-1", created));
    }

    @Test
    void negativeCountsOfAnAnswerAreRefused() {
        refused("input tokens", count -> supply(count, 0, 0, 0, 0));
        refused("cached tokens", count -> supply(0, count, 0, 0, 0));
        refused("output tokens", count -> supply(0, 0, count, 0, 0));
        refused("reasoning tokens", count -> supply(0, 0, 0, count, 0));
        refused("latency", count -> supply(0, 0, 0, 0, count));
    }

    @Test
    void moreBiasSamplesThanAreReadAreRefused() {
        fits(Exchange.MOST_BIAS_SAMPLES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fits(Exchange.MOST_BIAS_SAMPLES + 1))
                .withMessageContaining("bias samples");
    }

    @Test
    void sizesAndSimilaritiesOfTextsOutsideTheirRangeAreRefused() {
        refused("elicitation", value -> text(value, 0, 0, 0, 0));
        refused("size", value -> text(0, value, 0, 0, 0));
        refused("size", value -> text(0, 0, value, 0, 0));
        refused("size", value -> text(0, 0, 0, value, 0));
        refused("size", value -> text(0, 0, 0, 0, value));
        text(TextFeatures.MOST_ELICITATION, 0, 0, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> text(TextFeatures.MOST_ELICITATION + 1, 0, 0, 0, 0))
                .withMessageContaining("elicitation");
    }

    @Test
    void anArrivalOfNobodyAndAPartOfNothingAreRefused() {
        Exchange nobody = exchange(1, identity("", 0));
        illegal("account", name -> new ExchangeStream.Arrival(nobody));
        illegal("correlation", name -> new Fragment(name, 0, false, nobody));
        refused("part", part -> new Fragment("c", (int) part, false, nobody));
    }

    private static void refused(String what, LongConsumer with) {
        with.accept(0);
        assertThatIllegalArgumentException().isThrownBy(() -> with.accept(-1)).withMessageContaining(what);
    }

    private static void illegal(String what, Consumer<String> with) {
        assertThatIllegalArgumentException().isThrownBy(() -> with.accept("")).withMessageContaining(what);
    }

    private static void fits(int samples) {
        var unused = new Exchange.Demand("", "", 0, 0, 0, false, 0, 0, new long[samples], false, 0, false);
    }

    private static void supply(long input, long cached, long output, long reasoning, long latency) {
        var unused = new Exchange.Supply(200, "", input, cached, output, reasoning, false, false, 0, false, latency);
    }

    private static void text(long elicitation, long characters, long tokens, long turns, long output) {
        TextFeatures none = TextFeatures.NONE;
        var unused = new TextFeatures(
                none.sketch(),
                0,
                0,
                0,
                0,
                0,
                0,
                none.marks(),
                (int) elicitation,
                none.script(),
                (int) characters,
                (int) tokens,
                (int) turns,
                (int) output,
                none.structure(),
                false,
                0);
    }

    private static Exchange.Identity identity(String account, long created) {
        return new Exchange.Identity(account, "", "", created, 0, 0, 0, 0, 0, 0, 0, 0, "");
    }

    private Exchange exchange(long time, Exchange.Identity identity) {
        return new Exchange(
                time, "id", good.origin(), FieldSet.NONE, identity, good.demand(), good.supply(), good.text());
    }
}
