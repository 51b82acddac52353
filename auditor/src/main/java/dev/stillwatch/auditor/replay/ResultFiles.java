// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes a harvest into a directory, in the form that the backtest's contract gives. Sorted; no clock is read. */
final class ResultFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper LINE = new ObjectMapper();

    private final Path out;
    private final Harvest harvest;
    private final PlanReplay.Actions actions;
    private final RingNews news;

    ResultFiles(Path out, Harvest harvest, RingNews news, long allowance) {
        this.out = out;
        this.harvest = harvest;
        this.news = news;
        Map<String, List<Asked>> asked = new TreeMap<>();
        harvest.accounts().forEach((name, account) -> asked.put(name, account.asked()));
        this.actions = PlanReplay.of(harvest.standings(), asked, allowance);
    }

    void write(List<byte[]> alerts, List<Feed.Position> positions) throws IOException {
        verdicts();
        days();
        coverage();
        rejects();
        standings();
        lines("alerts.ndjson", alerts);
        rings();
        lines("accesses.ndjson", List.of());
        Files.write(out.resolve("positions.json"), JSON.writeValueAsBytes(positions));
    }

    void summary(BacktestSummary summary) throws IOException {
        Files.write(out.resolve("summary.json"), JSON.writeValueAsBytes(summary));
    }

    private void verdicts() throws IOException {
        try (Csv csv = new Csv(
                out.resolve("verdicts.csv"),
                "account",
                "tier",
                "highest_tier",
                "score",
                "families",
                "ring",
                "first_tier_time",
                "first_action_time",
                "exchanges",
                "exchanges_before_action",
                "reasons")) {
            for (Map.Entry<String, Harvest.Account> entry : harvest.accounts().entrySet()) {
                verdict(csv, entry.getKey(), entry.getValue());
            }
        }
    }

    private void verdict(Csv csv, String name, Harvest.Account account) throws IOException {
        List<Standing> history =
                harvest.standings(name).stream().sorted(InForce.ORDER).toList();
        List<Asked> asked = account.asked();
        OptionalInt action = actions.of(name);
        String firstTier = history.stream()
                .filter(standing -> standing.tier().atLeast(Tier.WATCH))
                .findFirst()
                .map(standing -> time(standing.asOf()))
                .orElse("");
        String firstAction =
                action.isPresent() ? time(asked.get(action.getAsInt()).time()) : "";
        Standing last = history.isEmpty() ? null : history.get(history.size() - 1);
        csv.row(
                name,
                last == null ? Tier.CLEAR.label() : last.tier().label(),
                harvest.highest(name).label(),
                BigDecimal.valueOf(last == null ? 0 : last.scoreMilli(), 3).toPlainString(),
                last == null ? "" : families(last),
                last == null ? "" : last.ring(),
                firstTier,
                firstAction,
                account.exchanges(),
                action.isPresent() ? action.getAsInt() : account.exchanges(),
                last == null ? "" : String.join(" | ", last.reasons()));
    }

    private static String families(Standing standing) {
        return standing.families().stream().sorted().map(Family::label).collect(Collectors.joining(";"));
    }

    private void days() throws IOException {
        try (Csv csv = new Csv(out.resolve("days.csv"), "account", "day", "highest_tier", "exchanges")) {
            for (Map.Entry<String, Harvest.Account> entry : harvest.accounts().entrySet()) {
                List<Standing> history = harvest.standings(entry.getKey()).stream()
                        .sorted(InForce.ORDER)
                        .toList();
                SortedSet<Integer> days = new TreeSet<>(entry.getValue().days().keySet());
                history.forEach(standing -> days.add(DayCell.dayOf(standing.asOf() - 1)));
                for (int day : days) {
                    csv.row(
                            entry.getKey(),
                            LocalDate.ofEpochDay(day),
                            highestOn(day, history).label(),
                            entry.getValue().days().getOrDefault(day, 0L));
                }
            }
        }
    }

    /** The most severe tier in force at any time of the day. */
    private static Tier highestOn(int day, List<Standing> history) {
        long start = day * DayCell.MILLIS;
        Tier highest = Tier.CLEAR;
        for (Standing standing : history) {
            if (standing.asOf() <= start) {
                highest = standing.tier();
            } else if (standing.asOf() <= start + DayCell.MILLIS
                    && standing.tier().atLeast(highest)) {
                highest = standing.tier();
            }
        }
        return highest;
    }

    private void coverage() throws IOException {
        try (Csv csv = new Csv(out.resolve("coverage.csv"), "format", "field", "exchanges", "with_field")) {
            for (Map.Entry<String, Harvest.Coverage> entry : harvest.coverage().entrySet()) {
                for (Field field : Field.values()) {
                    Harvest.Coverage covered = entry.getValue();
                    csv.row(
                            entry.getKey(),
                            field.name().toLowerCase(Locale.ROOT),
                            covered.exchanges(),
                            covered.with(field));
                }
            }
        }
    }

    private void rejects() throws IOException {
        try (Csv csv = new Csv(out.resolve("rejects.csv"), "reason", "field", "remedy", "records")) {
            for (Map.Entry<RejectKind, Long> kind : harvest.kinds().entrySet()) {
                csv.row(
                        kind.getKey().reason(),
                        kind.getKey().field(),
                        kind.getKey().remedy(),
                        kind.getValue());
            }
        }
    }

    private void standings() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (List<Standing> history : harvest.standings().values()) {
            for (Standing standing : history.stream().sorted(InForce.ORDER).toList()) {
                all.add(LINE.writeValueAsBytes(StandingLine.of(standing)));
            }
        }
        lines("standings.ndjson", all);
    }

    private void rings() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (RingLine ring : RingLine.all(harvest, actions, news)) {
            all.add(LINE.writeValueAsBytes(ring));
        }
        lines("rings.jsonl", all);
    }

    private void lines(String name, List<byte[]> values) throws IOException {
        try (var file = new BufferedOutputStream(Files.newOutputStream(out.resolve(name)))) {
            for (byte[] value : values) {
                file.write(value);
                file.write("\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
