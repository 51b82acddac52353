// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far an ordinary day lies from an account's own past, by class of customer and by the number of the day's prompts:
 * the 99.5th percentile over benign account-days, from a versioned data file that {@code bench drift} makes. Neither
 * knows the platform's mean.
 */
public final class ClassBaselines {
    /** Fewest account-days behind a figure: fewer say nothing about one day in two hundred. */
    public static final int LEAST_DAYS = 50;

    private static final String PACKAGED = "class-baselines.json";

    private final String version;
    private final Map<CustomerClass, List<Step>> steps;

    private ClassBaselines(String version, Map<CustomerClass, List<Step>> steps) {
        this.version = version;
        this.steps = steps;
    }

    /**
     * One figure.
     *
     * @param from prompts of the day from which it holds, up to the next step's
     * @param ordinaryMicro the distance that one ordinary day in two hundred exceeds, see {@code Drift}
     * @param accountDays benign account-days that it rests on, at least {@link #LEAST_DAYS}
     */
    public record Step(long from, long ordinaryMicro, long accountDays) {}

    /** The packaged file. */
    public static ClassBaselines packaged() {
        try (InputStream in = ClassBaselines.class.getResourceAsStream(PACKAGED)) {
            if (in == null) {
                throw new IllegalStateException(PACKAGED + " is not packaged beside " + ClassBaselines.class.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(PACKAGED + " cannot be read", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it has no version, date or maker, names a class that does not exist or that
     *     has no past, or when a class's steps do not ascend or rest on too few days
     */
    public static ClassBaselines parse(String json) {
        JsonNode file;
        try {
            file = JsonMapper.builder().build().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(PACKAGED + " is not JSON: " + e.getOriginalMessage(), e);
        }
        for (String name : List.of("version", "date", "made-by")) {
            check(!file.path(name).asText().isBlank(), "has no " + name);
        }
        check(!file.path("classes").isEmpty(), "has no classes");
        Map<CustomerClass, List<Step>> steps = new EnumMap<>(CustomerClass.class);
        file.path("classes").properties().forEach(entry -> {
            CustomerClass customers = named(entry.getKey());
            List<Step> ascending = new ArrayList<>();
            entry.getValue().forEach(step -> ascending.add(step(customers, step, ascending)));
            steps.put(customers, List.copyOf(ascending));
        });
        return new ClassBaselines(file.path("version").asText(), steps);
    }

    /** Version of the file. */
    public String version() {
        return version;
    }

    /** The ordinary distance of a class at that many prompts; 0 where nothing was measured. */
    public long ordinaryMicro(CustomerClass customers, long prompts) {
        long ordinary = 0;
        for (Step step : steps.getOrDefault(customers, List.of())) {
            if (prompts >= step.from()) {
                ordinary = step.ordinaryMicro();
            }
        }
        return ordinary;
    }

    private static CustomerClass named(String name) {
        for (CustomerClass customers : CustomerClass.values()) {
            if (customers != CustomerClass.UNKNOWN && customers.name().equals(name)) {
                return customers;
            }
        }
        throw new IllegalArgumentException(PACKAGED + " names the class " + name + ", which has no baseline");
    }

    private static Step step(CustomerClass customers, JsonNode node, List<Step> before) {
        for (String name : List.of("from", "ordinary-micro", "account-days")) {
            check(node.path(name).canConvertToLong(), "has a step of " + customers + " without a whole " + name);
        }
        Step step = new Step(
                node.path("from").asLong(),
                node.path("ordinary-micro").asLong(),
                node.path("account-days").asLong());
        check(step.ordinaryMicro() > 0, "has an ordinary distance of " + customers + " that is not above 0");
        check(
                step.accountDays() >= LEAST_DAYS,
                "rests " + customers + " on fewer than " + LEAST_DAYS + " account-days");
        check(
                before.isEmpty() || before.get(before.size() - 1).from() < step.from(),
                "has steps of " + customers + " that do not ascend");
        return step;
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(PACKAGED + " " + problem);
        }
    }
}
