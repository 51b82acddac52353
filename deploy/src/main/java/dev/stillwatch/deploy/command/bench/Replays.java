// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.deploy.command.DetectionSource;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which replays a bench plays, and with what: what the benches of detection and of rings understand alike. */
final class Replays {
    /** Benign accounts of a class in the scenario of customers alone, at scale 1. */
    static final double CLASS_AT_SCALE_1 = 100;

    /** What a full bench plays: 18 classes, 7 days, 10 seeds are 75,600 account-days, of which four in five have traffic. */
    static final int FULL_SEEDS = 10;

    static final int FULL_CUSTOMERS = 60;

    /**
     * Texts whose reading a bench remembers, more than a week of its customers asks: a day of 360 of them asked 30,164
     * different ones in 248,752 calls, and reading them was most of a bench's time.
     */
    private static final int REMEMBERED = 500_000;

    /** The customers of a seed draw on seeds a million above. */
    private static final long GREATEST_SEED = 900_000;

    private Replays() {}

    /** The replays of the names, or all of a bench when there are no names; the benign scenario alone plays none. */
    static List<Scenario> named(List<String> names, List<Scenario> all) {
        if (names.isEmpty()) {
            return all;
        }
        if (names.equals(List.of(Scenario.BENIGN.id()))) {
            return List.of();
        }
        return names.stream()
                .map(name -> Scenario.of(name)
                        .filter(all::contains)
                        .orElseThrow(() -> new InputProblem("no replay '" + name + "'; there are "
                                + String.join(
                                        ", ", all.stream().map(Scenario::id).toList())
                                + ", or benign alone")))
                .toList();
    }

    /** What ships, under the key of benches. */
    static Detection detection(DetectionSource detections) throws IOException {
        return detections.with(BenchKey.KEY, Optional.empty(), REMEMBERED);
    }

    static Recipe recipe(Scenario scenario, int days, Optional<Path> prompts) {
        Recipe recipe = Recipe.of(scenario, 1).withDays(days);
        return prompts.map(recipe::withPrompts).orElse(recipe);
    }

    static void checkSeeds(long first, int count) {
        if (count < 1 || count > 1_000 || first < 1 || first > GREATEST_SEED) {
            throw new InputProblem("--seeds takes 1 to 1000, --first-seed 1 to " + GREATEST_SEED);
        }
    }

    /** What texts are played, in words. */
    static String texts(Optional<Path> prompts) {
        return prompts.isPresent()
                ? "real texts of the development corpora"
                : "texts of the project's own grammar (no corpora were found; --prompts names them)";
    }

    /** What ran, and on what. */
    static String machine(String stamp) {
        return String.format(
                Locale.ROOT,
                "Build %s, Java %s, %d processors, %s.",
                stamp,
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"));
    }
}
