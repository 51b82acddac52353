// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.FragmentStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of {@link Codec}, for every codec: round trip, golden bytes, and no failure but its own. */
final class CodecLawsTest {
    private static final String GOLDEN = "golden-v1.properties";

    /** A codec and the values it is tried on. */
    record Case<T>(String name, Codec<T> codec, Function<Samples, T> sample) {
        byte[] bytes(long seed) {
            return codec.encode(sample.apply(new Samples(seed)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case<?>> cases() {
        return Stream.of(
                new Case<>("exchange", new ExchangeCodec(), Samples::exchange),
                new Case<ExchangeStream>("tick", new ExchangeStreamCodec(), Samples::tick),
                new Case<FragmentStream>("fragment", new FragmentStreamCodec(), Samples::fragment),
                new Case<>("standing", new StandingCodec(Samples.KEY), Samples::standing),
                new Case<>("act", new ActCodec(Samples.KEY), Samples::act),
                new Case<>("contribution", new ContributionCodec(), Samples::contribution),
                new Case<>("edge", new EdgeCodec(), Samples::edge),
                new Case<>("membership", new MembershipCodec(Samples.KEY), Samples::membership),
                new Case<>("reject", new RejectCodec(), Samples::reject),
                new Case<>("policy", new PolicyCodec(), Samples::policy),
                new Case<>(
                        "limit-decision",
                        new LimitDecisionCodec(),
                        samples -> samples.limiter().decision()),
                new Case<>(
                        "probe",
                        new ProbeCodec(Samples.KEY),
                        samples -> samples.limiter().probe()),
                new Case<>(
                        "counter-window",
                        new CounterSnapshotCodec(Samples.KEY),
                        samples -> samples.limiter().windowSnapshot()),
                new Case<>(
                        "counter-bucket",
                        new CounterSnapshotCodec(Samples.KEY),
                        samples -> samples.limiter().bucketSnapshot()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    <T> void everyValueSurvivesTheRoundTrip(Case<T> c) throws WireException {
        for (long seed = 0; seed < 500; seed++) {
            T value = c.sample().apply(new Samples(seed));
            byte[] bytes = c.codec().encode(value);
            T back = c.codec().decode(bytes);
            assertThat(back).usingRecursiveComparison().isEqualTo(value);
            assertThat(c.codec().encode(back)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource(LimitDecision.Outcome.class)
    void everyOutcomeOfADecisionSurvivesTheRoundTrip(LimitDecision.Outcome outcome) throws WireException {
        LimitDecision decision = new LimitDecision("node", "llm", "acct", outcome, "rpm", Tier.CLEAR, 0, 1, 1_000, 2);
        LimitDecisionCodec codec = new LimitDecisionCodec();

        assertThat(codec.decode(codec.encode(decision))).isEqualTo(decision);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void mutatedBytesGiveAValueOrAWireException(Case<?> c) {
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = mutate(c.bytes(i % 50), random);
            try {
                assertThat(c.codec().decode(bytes)).isNotNull();
            } catch (WireException e) {
                refused++;
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void goldenBytesOfVersionOneStay(Case<?> c) throws Exception {
        Map<String, String> golden = golden();
        assertThat(HexFormat.of().formatHex(c.bytes(42)))
                .as("the bytes of %s are public contract: add a version instead of changing them", c)
                .isEqualTo(golden.get(c.name()));
    }

    @Test
    void everyGoldenValueIsTried() throws Exception {
        assertThat(golden().keySet())
                .containsExactlyInAnyOrderElementsOf(cases().map(Case::name).toList());
    }

    private static Map<String, String> golden() throws Exception {
        Properties properties = new Properties();
        try (var in = CodecLawsTest.class.getResourceAsStream(GOLDEN)) {
            properties.load(in);
        }
        Map<String, String> golden = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> golden.put(name, properties.getProperty(name)));
        return golden;
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        List<Function<byte[], byte[]>> mutations = List.of(
                b -> Arrays.copyOf(b, random.nextInt(b.length)),
                b -> Arrays.copyOf(b, b.length + 1 + random.nextInt(9)),
                b -> {
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        b[random.nextInt(b.length)] = (byte) random.nextInt();
                    }
                    return b;
                },
                b -> {
                    b[random.nextInt(b.length)] ^= (byte) (1 << random.nextInt(8));
                    return b;
                },
                b -> {
                    random.nextBytes(b);
                    b[0] = Envelope.VERSION;
                    b[1] = (byte) (1 + random.nextInt(Kind.values().length));
                    return b;
                });
        return mutations.get(random.nextInt(mutations.size())).apply(bytes);
    }
}
