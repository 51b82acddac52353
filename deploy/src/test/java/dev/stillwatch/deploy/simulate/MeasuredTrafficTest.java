// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On small files of the measured files' form; every number in them is made up. */
class MeasuredTrafficTest {
    private static final String CLIENTS =
            "client,t,rate_rps,iat_cv,active_10min_windows,in_mean,in_p50,in_p95,out_mean,"
                    + "out_p50,out_p95,reason_ratio_mean,in_logsd,out_logsd";
    private static final Persona SUPPORT = Personas.packaged().benign("support-chat");
    private static final Persona DEVELOPER = Personas.packaged().benign("chat-developer");
    private static final Persona JUDGE = Personas.packaged().benign("llm-judge");

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        write(
                "clients_servegen_toy.csv",
                CLIENTS,
                "toy-a,0,1.0,2.0,6,0,500,0,0,120,0,,0.2,0.3",
                "toy-a,7200,3.0,4.0,6,0,300,0,0,80,0,,0.4,0.5",
                "toy-long,0,1.0,2.0,6,0,500,0,0,9000,0,,0.2,0.3",
                "toy-thinks,0,1.0,2.0,6,0,500,0,0,100,0,0.8,0.2,0.3",
                "toy-unsized,0,1.0,2.0,6,,,,,,,,,");
        write("trace_toy_conv.csv", "t,input_tokens,output_tokens", "0.0,400,10", "0.1,400,40", "0.2,400,160");
        List<String> hours = new ArrayList<>(List.of("hour,avg_turns,p90_turns,p95_turns,session_count"));
        for (int hour = 0; hour < 24; hour++) {
            hours.add(String.format(Locale.ROOT, "%d,1,1,1,%d", hour, hour == 12 ? 77 : 1));
        }
        write("stats_burstgpt1_by_hour.csv", hours.toArray(String[]::new));
    }

    @Test
    void aServiceTakesHoursBurstinessAndSizesOfTheClientThatFits() throws IOException {
        Persona fitted = MeasuredTraffic.read(folder).fit(SUPPORT, Draws.of(1));

        assertThat(fitted.pace().hours()).hasSize(24).startsWith(1.0, 0.0, 3.0, 0.0);
        assertThat(fitted.pace().cv()).isCloseTo(3.5, within(1e-9));
        assertThat(fitted.pace().perDay()).isEqualTo(SUPPORT.pace().perDay());
        assertThat(fitted.ask().context()).isCloseTo(350 - 100, within(1e-9));
        assertThat(fitted.ask().contextSpread()).isCloseTo(0.35, within(1e-9));
        assertThat(fitted.ask().output()).isCloseTo(90, within(1e-9));
        assertThat(fitted.ask().outputSpread()).isCloseTo(0.45, within(1e-9));
    }

    @Test
    void peopleTakeTheHoursOfTheDayAndTheSizesOfATrace() throws IOException {
        Persona fitted = MeasuredTraffic.read(folder).fit(DEVELOPER, Draws.of(1));

        assertThat(fitted.pace().hours()).hasSize(24).contains(77.0);
        assertThat(fitted.ask().output()).isEqualTo(40);
        assertThat(fitted.ask().contextSpread()).isZero();
        assertThat(fitted.ask().outputSpread()).isCloseTo(StrictMath.log(4) * StrictMath.sqrt(2.0 / 3), within(1e-9));
    }

    @Test
    void whatNothingFitsKeepsThePublishedStatistics() throws IOException {
        MeasuredTraffic measured = MeasuredTraffic.read(folder);

        assertThat(measured.fit(JUDGE, Draws.of(1))).isSameAs(JUDGE);
        assertThat(measured.fit(Personas.packaged().benign("classifier"), Draws.of(1)))
                .isEqualTo(Personas.packaged().benign("classifier"));
        assertThat(MeasuredTraffic.none().fit(SUPPORT, Draws.of(1))).isSameAs(SUPPORT);
    }

    @Test
    void anIdleHourOfAClientStaysIdle() {
        List<Double> hours = new ArrayList<>(List.of(1.0, 0.0, 3.0));
        while (hours.size() < 24) {
            hours.add(0.0);
        }
        long start = Recipe.DEFAULT_START.toEpochMilli();
        HourCurve curve = HourCurve.measured(hours, 1, 0);
        Arrivals arrivals = Arrivals.renewal(1_000, 1, curve, start, start + 4 * 86_400_000L, Draws.of(2));
        int[] byHour = new int[24];
        for (long at = arrivals.next(); at != Arrivals.NEVER; at = arrivals.next()) {
            byHour[(int) ((at - start) / 3_600_000 % 24)]++;
        }

        assertThat((double) byHour[2] / byHour[0]).isCloseTo(3, within(0.5));
        assertThat(byHour[0] + byHour[2]).isCloseTo(4_000, within(400));
        assertThat(byHour[1] + byHour[3] + byHour[23]).isLessThanOrEqualTo(4);
    }

    @Test
    void oneSeedGivesOneSequenceOfBytes() throws IOException {
        Recipe recipe = Recipe.of(Scenario.SAMPLE, 7).withPrompts(folder);
        Path out = Files.createDirectory(folder.resolve("out"));
        Simulation.of(recipe).write(out.resolve("a"), count -> {});
        Simulation.of(recipe).write(out.resolve("b"), count -> {});
        Simulation.of(Recipe.of(Scenario.SAMPLE, 7)).write(out.resolve("published"), count -> {});

        assertThat(out.resolve("a/usage.ndjson")).hasSameBinaryContentAs(out.resolve("b/usage.ndjson"));
        assertThat(Files.mismatch(out.resolve("a/usage.ndjson"), out.resolve("published/usage.ndjson")))
                .isNotNegative();
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }
}
