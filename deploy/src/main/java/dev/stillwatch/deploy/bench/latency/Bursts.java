// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.latency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Simulated exchanges of a distiller (R3) and of a customer, told again at another time in another account's name. */
final class Bursts {
    /** Exchanges of a burst: several times what the shipped policy needs to act on R3. */
    static final int SIZE = 40;

    private final ObjectMapper json;
    private final List<JsonNode> distiller;
    private final JsonNode customer;

    private Bursts(ObjectMapper json, List<JsonNode> distiller, JsonNode customer) {
        this.json = json;
        this.distiller = distiller;
        this.customer = customer;
    }

    /** Simulates them in the folder. */
    static Bursts in(Path folder) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Path campaign = folder.resolve("campaign");
        Simulation.of(Recipe.of(Scenario.R3, 1).withDays(1).withoutCustomers()).write(campaign, count -> {});
        Path sample = folder.resolve("customers");
        Simulation.of(Recipe.of(Scenario.BENIGN, 1).withDays(1).withScale(0.01)).write(sample, count -> {});
        return new Bursts(
                json, read(json, campaign, 100 * SIZE), read(json, sample, 1).get(0));
    }

    private static List<JsonNode> read(ObjectMapper json, Path simulation, int most) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        try (BufferedReader lines =
                Files.newBufferedReader(simulation.resolve("usage.ndjson"), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null && records.size() < most; line = lines.readLine()) {
                records.add(json.readTree(line));
            }
        }
        return records;
    }

    /** Exchange {@code place} of the burst of an account, at the given time. */
    byte[] harvest(int account, int place, long time) {
        JsonNode record = distiller.get((account * SIZE + place) % distiller.size());
        return told(record, name(account), "burst-" + account + "-" + place, time);
    }

    /** A customer's exchange, which moves event time on. */
    byte[] heartbeat(long number, long time) {
        return told(customer, "heartbeat", "heartbeat-" + number, time);
    }

    static String name(int account) {
        return "distiller-" + account;
    }

    private byte[] told(JsonNode record, String account, String id, long time) {
        ObjectNode copy = record.deepCopy();
        copy.put("time", Instant.ofEpochMilli(time).toString()).put("id", id);
        copy.put("credential", "key-" + account).put("session", "session-" + id);
        copy.withObject("/account").put("id", account).put("payment", "pay-" + account);
        try {
            return json.writeValueAsBytes(copy);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read always writes", e);
        }
    }
}
