// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One ring whose shared budget is spent, and one that nobody acted on, as {@code backtest} writes them. */
final class RingLineTest {
    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final LimitPlan ONE = new LimitPlan(1, -1, -1, -1, false, false);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path out;

    @Test
    void aRingIsALineWithItsMembersAndWhatTheyGot() throws Exception {
        Harvest harvest = new Harvest();
        harvest.standing(Standings.of("ring-b", Tier.WATCH, ONE, "ring-b", START + HOUR));
        harvest.standing(Standings.of("ring-b", Tier.RESTRICT, ONE, "ring-b", START + 2 * HOUR));
        harvest.standing(Standings.of("ring-b", Tier.THROTTLE, ONE, "ring-b", START + 4 * HOUR));
        harvest.standing(Standings.of("ring-a", Tier.CLEAR, LimitPlan.NONE, "ring-a", START + HOUR));
        for (String member : List.of("m1", "m2")) {
            harvest.standing(Standings.of(member, Tier.RESTRICT, LimitPlan.NONE, "ring-b", START + 2 * HOUR));
        }
        harvest.membership(Standings.member("m2", "ring-b", false, START + HOUR));
        harvest.membership(Standings.member("m2", "ring-b", true, START + 2 * HOUR));
        harvest.membership(Standings.member("m1", "ring-b", true, START + HOUR));
        harvest.membership(Standings.member("m1", "ring-b", false, START + 2 * HOUR));
        harvest.membership(Standings.member("w", "ring-b", false, START + HOUR));
        harvest.membership(Membership.none("w", START + 2 * HOUR));
        exchange(harvest, "m1", START);
        exchange(harvest, "m1", START + 3 * HOUR);
        exchange(harvest, "m2", START + 3 * HOUR + 1);
        exchange(harvest, "m2", START + 3 * HOUR + 2);
        exchange(harvest, "w", START + 3 * HOUR);

        RingNews news = new RingNews("6b1f");
        news.add(finding("{'id':'D8','nats':1}", "{'kind':'skeleton','shared':'ff00000000000002'}"));
        news.add(finding(
                "{'id':'D8','nats':2.5},{'id':'D2','nats':1},{'id':'D11','nats':-1}",
                "{'kind':'skeleton','shared':'0a00000000000001'},{'kind':'system'}"));
        news.add(finding("", ""));
        news.add(JSON.readTree("{}"));

        new ResultFiles(out, harvest, news, 0).write(List.of(), List.of());

        assertThat(Files.readAllLines(out.resolve("rings.jsonl"))).containsExactly("""
                {"id":"ring-a","first_seen":"2026-01-05T01:00:00Z","members":[],"weak":[],"tier":"clear",\
                "highest_tier":"clear","score":4.500,"families":["content","identity"],"first_tier_time":"",\
                "first_action":"","exchanges":0,"exchanges_before_action":0,"reasons":["one template, four cards"],\
                "signals":[],"shared":[],"group":"6b1f"}\
                """, """
                {"id":"ring-b","first_seen":"2026-01-05T01:00:00Z","members":["m1","m2"],"weak":["w"],"tier":"throttle",\
                "highest_tier":"restrict","score":4.500,"families":["content","identity"],\
                "first_tier_time":"2026-01-05T01:00:00Z","first_action":"2026-01-05T03:00:00.001Z","exchanges":5,\
                "exchanges_before_action":3,"reasons":["one template, four cards"],\
                "signals":["D8","D2"],"shared":["0a00000000000001","ff00000000000002"],"group":"6b1f"}\
                """);
        assertThat(Files.readAllLines(out.resolve("verdicts.csv")))
                .as("accounts only, each with the ring of its last standing")
                .hasSize(4)
                .anyMatch(row -> row.startsWith("m1,restrict,restrict,4.500,content;identity,ring-b,"))
                .anyMatch(row -> row.startsWith("m2,") && row.contains(",2026-01-05T03:00:00.001Z,2,0,"))
                .noneMatch(row -> row.startsWith("ring-"));
        assertThat(Files.readString(out.resolve("days.csv"))).doesNotContain("ring-");
    }

    private static JsonNode finding(String signals, String links) throws JsonProcessingException {
        return JSON.readTree(
                ("{'unmapped':{'score':{'signals':[" + signals + "]},'ring':{'id':'ring-b','links':[" + links + "]}}}")
                        .replace('\'', '"'));
    }

    private static void exchange(Harvest harvest, String account, long time) {
        harvest.exchange(new ExchangeMaker((int) (time - START))
                .account(account)
                .at(time)
                .make());
    }
}
