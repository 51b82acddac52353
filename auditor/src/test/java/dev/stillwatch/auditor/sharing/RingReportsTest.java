// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingReportsTest {
    private static final String LINE = """
            {"id":"ring-b","first_seen":"2026-01-05T01:00:00Z","members":["m1","m2","m3"],"weak":["w"],"tier":"throttle",\
            "highest_tier":"restrict","score":4.500,"families":["content","identity"],"first_tier_time":"",\
            "first_action":"","exchanges":5,"exchanges_before_action":3,"reasons":["one template, four cards"],\
            "signals":["D8","D2"],"shared":["ff00000000000002","0a00000000000001"],"group":"%s"}
            """.formatted(Told.GROUP);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void ofALineOnlyWhatMayBeToldIsKept() throws Exception {
        List<RingReport> reports = read(LINE + LINE.replace("ring-b", "ring-c"));

        assertThat(reports).hasSize(2);
        RingReport ring = reports.get(0);
        assertThat(ring.accounts()).isEqualTo(3);
        assertThat(ring.tier()).isEqualTo(Tier.THROTTLE);
        assertThat(ring.signals()).containsExactly("D2", "D8");
        assertThat(ring.templates()).containsExactly(Told.FIRST, Told.SECOND);
        assertThat(ring.group()).isEqualTo(Told.GROUP);
        assertThat(ring.toString()).doesNotContain("m1", "four cards");
    }

    @Test
    void aBacktestWithoutAGroupOrBeforeThereWereAnyIsRead() throws Exception {
        assertThat(read(LINE.replace(Told.GROUP, "")).get(0).group()).isEmpty();
        RingReport old = read(LINE.replaceFirst(",\"signals\".*}", "}")).get(0);
        assertThat(old.templates()).isEmpty();
        assertThat(old.group()).isEmpty();
    }

    @Test
    void aLineOfAnotherFormIsRefusedByItsNumber() {
        for (String bad : List.of(
                "x",
                "",
                "{}",
                LINE.replace("throttle", "severe"),
                LINE.replace("2026-01-05T01:00:00Z", "monday"),
                LINE.replace("\"D8\"", "\"what they asked\""),
                LINE.replace("\"identity\"", "\"Acme Ltd.\""),
                LINE.replace("ff00000000000002", "0000000000000000"),
                LINE.replace(Told.GROUP, "labs"))) {
            assertThatThrownBy(() -> read(LINE + bad + "\n"))
                    .as(bad)
                    .isInstanceOf(SharingException.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void mutatedLinesGiveReportsOrASharingException() throws Exception {
        byte[] good = LINE.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(5);
        Path file = folder.resolve(RingReports.NAME);
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                assertThat(RingReports.read(file)).isNotNull();
            } catch (SharingException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void withoutAChoiceRingsBelowThrottleAndThoseWithoutTemplatesAreLeftOutAndCounted() throws Exception {
        List<RingReport> all = List.of(
                Told.ring("ring-a", Told.FIRST),
                Told.ring("ring-b"),
                Told.ring("ring-c", Tier.WATCH, Told.GROUP, Told.FIRST),
                Told.ring("ring-d", Tier.SUSPEND, "", Told.FIRST));

        RingSelection selection = RingSelection.of(all, Told.GROUP, Set.of());
        assertThat(selection.told()).extracting(RingReport::id).containsExactly("ring-a");
        assertThat(selection.leftOut()).startsWith("2 rings have no template").contains("1 is below");

        RingSelection chosen = RingSelection.of(all, Told.GROUP, Set.of("ring-c"));
        assertThat(chosen.told()).extracting(RingReport::id).containsExactly("ring-c");
        assertThatThrownBy(() -> RingSelection.of(all, Told.GROUP, Set.of("ring-x")))
                .hasMessageContaining("ring-x");
        assertThatThrownBy(() -> RingSelection.of(all, "ab".repeat(16), Set.of()))
                .hasMessageContaining("for the sharing group " + Told.GROUP);
    }

    private List<RingReport> read(String content) throws IOException, SharingException {
        Files.writeString(folder.resolve(RingReports.NAME), content);
        return RingReports.read(folder);
    }
}
