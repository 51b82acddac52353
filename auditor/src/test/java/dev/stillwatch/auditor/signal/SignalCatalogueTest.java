// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Exemplars;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.SketchSum;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.standing.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalCatalogueTest {
    private static final int THROTTLE = 3000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shouldWeighTheSameInAnyOrderAndFromTwoHalves(int seed) {
        Random random = new Random(seed);
        List<Exchange> exchanges = new ArrayList<>(Weighed.exchanges(400, i -> anything(i, random)));
        Behaviour whole = Weighed.behaviour(exchanges, Policies.bare());
        Collections.shuffle(exchanges, random);

        Tally halves = Weighed.tally(exchanges.subList(150, 400)).combine(Weighed.tally(exchanges.subList(0, 150)));

        assertThat(halves).isEqualTo(whole.today());
        Behaviour combined = new Behaviour(
                whole.facts(),
                halves,
                halves,
                Tally.EMPTY,
                SketchSum.EMPTY,
                SketchSum.EMPTY,
                whole.asOf(),
                whole.policy());
        assertThat(Weighed.CATALOGUE.weigh(combined)).isEqualTo(Weighed.CATALOGUE.weigh(whole));
    }

    /** Customers whose traffic looks like harvesting in one way or another, and a day of each. */
    static Stream<Map.Entry<String, IntFunction<ExchangeMaker>>> ordinaryCustomers() {
        return Map.<String, IntFunction<ExchangeMaker>>ofEntries(
                Map.entry("heavy chat", ExchangeMaker::new),
                Map.entry(
                        "judge",
                        i -> new ExchangeMaker(i)
                                .marks(Mark.SCORE_REQUEST, Mark.CANDIDATE, Mark.RUBRIC)
                                .task(1 + i / 8)
                                .tokens(380 + i % 60, 12)
                                .structure(Structure.SCORE_ANSWER)
                                .sketch(1, 0.6)),
                Map.entry(
                        "summariser",
                        i -> new ExchangeMaker(i).tokens(900 + i % 50, 120).sketch(2, 0.4)),
                Map.entry(
                        "classifier",
                        i -> new ExchangeMaker(i)
                                .tokens(120, 1)
                                .probing(true, 1, 2, 3, 4)
                                .maxTokens(1)
                                .sketch(3, 0.5)),
                Map.entry(
                        "synthetic data",
                        i -> new ExchangeMaker(i)
                                .marks(Mark.TASK_GENERATION)
                                .tokens(80 + i % 20, 700)
                                .choices(4)
                                .sketch(4, 0.8)),
                Map.entry(
                        "tutor",
                        i -> new ExchangeMaker(i).marks(Mark.STEP_BY_STEP).tokens(90, 600)),
                Map.entry(
                        "reasoning model",
                        i -> new ExchangeMaker(i).tokens(90, 2_000).reasoning()),
                Map.entry(
                        "moderation",
                        i -> i % 10 == 0
                                ? new ExchangeMaker(i).skeleton(1 + i % 400).refused()
                                : new ExchangeMaker(i)),
                Map.entry(
                        "agent debugger",
                        i -> i % 100 == 0 ? new ExchangeMaker(i).marks(Mark.VERBATIM_REASONING) : new ExchangeMaker(i)))
                .entrySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("ordinaryCustomers")
    void shouldKeepOrdinaryCustomersUnderThrottle(Map.Entry<String, IntFunction<ExchangeMaker>> customer) {
        List<Exchange> exchanges = Weighed.exchanges(2_000, customer.getValue());

        for (Family family : Family.values()) {
            assertThat(Weighed.family(family, exchanges))
                    .as(customer.getKey() + " " + family)
                    .isLessThan(THROTTLE);
        }
    }

    @Test
    void shouldHoldEveryWeightWithinItsCap() {
        Random random = new Random(1);
        Behaviour behaviour = Weighed.behaviour(Weighed.exchanges(3_000, i -> anything(i, random)), Policies.bare());

        for (Evidence evidence : Weighed.CATALOGUE.weigh(behaviour)) {
            int cap = cap(evidence.signal());
            assertThat(evidence.weightMilli()).isBetween(0, cap);
            assertThat(evidence.sentence().isEmpty()).isEqualTo(evidence.weightMilli() == 0);
        }
    }

    /** Weak content signals may join a judge without reaching throttle; identity and timing never act alone. */
    @Test
    void shouldCapWhatNeverActsAlone() {
        assertThat(cap(SignalId.D15) + cap(SignalId.D3)).isLessThan(THROTTLE);
        assertThat(cap(SignalId.D3) + cap(SignalId.D4) + cap(SignalId.D11)).isLessThan(THROTTLE);
        assertThat(cap(SignalId.D7) + cap(SignalId.D9)).isLessThan(THROTTLE);
        assertThat(cap(SignalId.D6) + cap(SignalId.D10)).isLessThan(THROTTLE);
    }

    @Test
    void shouldHaveOneSignalForEachIdOfAccountsAndOneDefaultForEachId() {
        List<SignalId> ofAccounts = new ArrayList<>(List.of(SignalId.values()));
        ofAccounts.removeAll(List.of(SignalId.D2, SignalId.D8, SignalId.D5, SignalId.D18));
        assertThat(new SignalCatalogue().signals()).extracting(Signal::id).containsExactlyElementsOf(ofAccounts);
        assertThat(SignalCatalogue.defaults().keySet())
                .containsExactlyInAnyOrder(
                        Arrays.stream(SignalId.values()).map(Enum::name).toArray(String[]::new));
    }

    /** The packaged policy and the values that these tests hold under are the same. */
    @Test
    void shouldTestWhatThePackagedPolicyShips() {
        assertThat(new PolicyLoader().packagedDefault().signals()).isEqualTo(SignalCatalogue.defaults());
    }

    @Test
    void shouldNameTheExchangesThatWeigh() {
        assertThat(exemplars(new ExchangeMaker(1).marks(Mark.BACK_FILL)).ids(Family.CONTENT))
                .hasSize(1);
        assertThat(exemplars(new ExchangeMaker(1).elicitation(240)).ids(Family.CONTENT))
                .hasSize(1);
        assertThat(exemplars(new ExchangeMaker(1).probing(true, 5)).ids(Family.PROTOCOL))
                .hasSize(1);
        assertThat(exemplars(new ExchangeMaker(1).marks(Mark.OVERRIDE).refused())
                        .ids(Family.PROTOCOL))
                .hasSize(1);
        assertThat(exemplars(new ExchangeMaker(1).trace(4, true)).ids(Family.PROTOCOL))
                .hasSize(1);
        assertThat(exemplars(new ExchangeMaker(1))).isEqualTo(Exemplars.NONE);
        assertThat(exemplars(new ExchangeMaker(1).limited().marks(Mark.BACK_FILL)))
                .isEqualTo(Exemplars.NONE);
    }

    /** Known values: gamma(1/2) = sqrt(pi), gamma(5) = 24; and a likelihood that sums to one. */
    @Test
    void shouldComputeTheBetaBinomial() {
        assertThat(BetaBinomial.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-12));
        assertThat(BetaBinomial.logGamma(5)).isCloseTo(Math.log(24), within(1e-12));
        assertThat(BetaBinomial.logGamma(0.05)).isCloseTo(2.9688791, within(1e-6));
        BetaBinomial uniform = new BetaBinomial(1, 1);
        assertThat(Math.exp(uniform.logLikelihood(2, 4)) * 6).isCloseTo(0.2, within(1e-12));
    }

    private static int cap(SignalId id) {
        return Policies.bare().signal(id.name()).orElseThrow().capMilli();
    }

    private static Exemplars exemplars(ExchangeMaker maker) {
        return Weighed.CATALOGUE.exemplars(maker.make());
    }

    private static ExchangeMaker anything(int i, Random random) {
        ExchangeMaker maker = new ExchangeMaker(i)
                .marks(Mark.values()[random.nextInt(Mark.values().length)], Mark.values()[random.nextInt(12)])
                .task(1 + random.nextInt(40))
                .prompt(1 + random.nextInt(90))
                .from(1 + random.nextInt(50), 1 + random.nextInt(20), Script.values()[random.nextInt(6)])
                .trace(1 + random.nextInt(50), random.nextBoolean())
                .session(1 + random.nextInt(50))
                .endpoint(random.nextBoolean() ? "batch" : "chat")
                .structure(random.nextInt(64));
        if (random.nextInt(3) == 0) {
            maker.refused();
        }
        return random.nextInt(3) == 0
                ? maker.probing(true, 1 + random.nextInt(500)).maxTokens(1)
                : maker;
    }
}
