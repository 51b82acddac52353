// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.standing.Family;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ProfileCodecTest {
    private static final int SOME = 3;

    /** Stays readable for ever once a version is released; versions 1 and 2 never were. */
    @Test
    void shouldKeepTheGoldenBytesOfVersionThree() throws Exception {
        KeptProfile golden = golden("profile-state-v3.properties");
        ProfileState state = state(SOME, 850);

        assertThat(state.encode()).isEqualTo(golden);
        assertThat(golden.rest()).isNotEmpty();
        assertThat(ProfileState.decode(golden)).usingRecursiveComparison().isEqualTo(state);
    }

    /** Wherever the hot value ends: the first open bytes leave room for all, the last ones do not fit by themselves. */
    @Test
    void shouldReadBackWhatItWroteWhateverFits() {
        for (int open = 0; open <= 2 * KeptProfile.MOST_HOT; open += 17) {
            assertReadBack(state(SOME, open));
        }
    }

    @Test
    void shouldReadBackAStateOfWhichNothingFits() {
        assertReadBack(state(KeptProfile.MOST_HOT, SOME));
    }

    @Test
    void shouldHaveNoRestWhenAllFits() {
        assertThat(state(SOME, SOME).encode().rest()).isEmpty();
    }

    /** What stands behind a part that does not fit is in the rest too, however small it is. */
    @Test
    void shouldLeaveTheRestAsItIsWhenOnlyEarlierPartsChange() {
        KeptProfile one = state(SOME, 850).encode();
        KeptProfile other = state(SOME, 845).encode();

        assertThat(one.rest()).isNotEmpty().isEqualTo(other.rest());
        assertThat(one.hot()).isNotEqualTo(other.hot());
    }

    private static void assertReadBack(ProfileState state) {
        KeptProfile kept = state.encode();

        assertThat(kept.hot()).hasSizeLessThanOrEqualTo(KeptProfile.MOST_HOT);
        assertThat(KeptProfile.hasRest(kept.hot())).isEqualTo(kept.rest().length > 0);
        assertThat(ProfileState.decode(kept)).usingRecursiveComparison().isEqualTo(state);
    }

    private static ProfileState state(int ladder, int open) {
        Tally today = new Tally.Builder()
                .add(Measure.EXCHANGES, 300)
                .seen(Sample.PROMPTS, 42)
                .trace(44, 45, TraceUse.ISSUED)
                .build();
        Tally recent = new Tally.Builder()
                .add(Measure.EXCHANGES, 200)
                .trace(46, 47, TraceUse.RETURNED)
                .build();
        Tally past = new Tally.Builder().add(Measure.EXCHANGES, 100).build();
        return new ProfileState(
                new DayCell(
                        20_000,
                        new AccountFacts("acct-1", "org", "pro", 7, 8, 9),
                        today,
                        SketchSum.EMPTY,
                        Exemplars.of(Family.PROTOCOL, "e1", 3)),
                new AccountFacts("acct-1", "org", "free", 7, 5, 6),
                recent,
                past,
                Exemplars.of(Family.CONTENT, "e2", 4),
                new Drift(5, 6, -7),
                List.of(SignSketch.of(1, 2, new long[] {1, 2, 3, 4, 5, 6, 7, 8})),
                filled(ladder, 1),
                filled(open, 2));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static KeptProfile golden(String name) throws Exception {
        Properties properties = new Properties();
        try (var in = ProfileCodecTest.class.getResourceAsStream(name)) {
            properties.load(in);
        }
        HexFormat hex = HexFormat.of();
        return new KeptProfile(
                hex.parseHex(properties.getProperty("hot")), hex.parseHex(properties.getProperty("rest")));
    }
}
