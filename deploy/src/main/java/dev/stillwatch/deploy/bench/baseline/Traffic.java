// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What the baselines see of a simulated folder: who every account is, its first exchanges whole, and when the others were.
 *
 * @param accounts in the order of their ids
 */
public record Traffic(List<Account> accounts) {
    private static final int KEPT = 600;
    private static final int LONGEST = 600;
    private static final long DAY = 86_400_000L;

    /** Copies the list. */
    public Traffic {
        accounts = List.copyOf(accounts);
    }

    /**
     * One account.
     *
     * @param id its id
     * @param campaign empty when benign
     * @param source its text source
     * @param payment what it pays with, empty when unknown
     * @param org its organisation, empty when it has none
     * @param busiestDay most exchanges of a UTC day
     * @param queries its first {@value #KEPT} exchanges
     * @param later when its other exchanges were, milliseconds since 1970, ascending
     */
    public record Account(
            String id,
            String campaign,
            String source,
            String payment,
            String org,
            long busiestDay,
            List<Query> queries,
            List<Long> later) {
        /** Copies the lists. */
        public Account {
            queries = List.copyOf(queries);
            later = List.copyOf(later);
        }

        /** Whether it belongs to no campaign. */
        public boolean benign() {
            return campaign.isEmpty();
        }

        /** When its exchanges were, all of them, ascending. */
        public LongStream times() {
            return LongStream.concat(
                    queries.stream().mapToLong(Query::time), later.stream().mapToLong(Long::longValue));
        }
    }

    /**
     * One exchange.
     *
     * @param time milliseconds since 1970
     * @param prompt last user turn, cut at {@value #LONGEST} characters
     * @param address where it came from
     * @param print its TLS fingerprint, empty when unknown
     * @param refused whether the model declined
     */
    public record Query(long time, String prompt, String address, String print, boolean refused) {}

    /**
     * Reads {@code usage.ndjson} and {@code accounts.csv} of a simulation.
     *
     * @throws IOException when a file is missing or not of that form
     */
    public static Traffic read(Path simulation) throws IOException {
        Map<String, Open> open = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines =
                Files.newBufferedReader(simulation.resolve("usage.ndjson"), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode record = json.readTree(line);
                open.computeIfAbsent(record.at("/account/id").asText(), id -> new Open())
                        .add(record);
            }
        }
        Map<String, Account> accounts = new TreeMap<>();
        List<String> rows = Files.readAllLines(simulation.resolve("accounts.csv"));
        for (String row : rows.subList(1, rows.size())) {
            String[] fields = row.split(",", -1);
            Open seen = open.getOrDefault(fields[0], new Open());
            accounts.put(
                    fields[0],
                    new Account(
                            fields[0],
                            fields[2],
                            fields[3],
                            seen.payment,
                            seen.org,
                            seen.busiest(),
                            seen.queries,
                            seen.later));
        }
        return new Traffic(List.copyOf(accounts.values()));
    }

    /** These accounts and those of another traffic. */
    public Traffic and(Traffic other) {
        return new Traffic(Stream.concat(accounts.stream(), other.accounts.stream())
                .sorted(Comparator.comparing(Account::id))
                .toList());
    }

    /**
     * Keeps it in a file.
     *
     * @throws IOException when it cannot be written
     */
    public void save(Path file) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            new ObjectMapper().writeValue(out, this);
        }
    }

    /**
     * Reads what {@link #save} kept.
     *
     * @throws IOException when it cannot be read
     */
    public static Traffic load(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readValue(in, Traffic.class);
        }
    }

    private static final class Open {
        private final Map<Long, Long> days = new HashMap<>();
        private final List<Query> queries = new ArrayList<>();
        private final List<Long> later = new ArrayList<>();
        private String payment = "";
        private String org = "";

        void add(JsonNode record) {
            long time = Instant.parse(record.path("time").asText()).toEpochMilli();
            days.merge(time / DAY, 1L, Long::sum);
            payment = record.at("/account/payment").asText();
            org = record.at("/account/org").asText();
            if (queries.size() < KEPT) {
                JsonNode messages = record.at("/request/messages");
                String prompt =
                        messages.path(messages.size() - 1).path("content").asText();
                queries.add(new Query(
                        time,
                        prompt.substring(0, Math.min(LONGEST, prompt.length())),
                        record.at("/client/ip").asText(),
                        record.at("/client/tls").asText(),
                        record.at("/response/refused").asBoolean()));
            } else {
                later.add(time);
            }
        }

        long busiest() {
            return days.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }
}
