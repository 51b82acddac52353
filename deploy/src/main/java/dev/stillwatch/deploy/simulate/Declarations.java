// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What customers have declared beforehand: evaluation passports and owners of many accounts. */
final class Declarations {
    /** An empty list: an empty file is no declaration. */
    private static final String NOBODY = "[]\n";

    private Declarations() {}

    /** The passport id of an account that declares one. */
    static String passport(String account) {
        return "pp-" + account.substring(5);
    }

    /** Writes {@code policy.yaml}, {@code passports.yaml} and {@code owners.yaml} into the folder. */
    static void write(Path folder, Recipe recipe, List<Actor> actors) throws IOException {
        Files.createDirectories(folder);
        passports(folder.resolve("passports.yaml"), recipe, actors);
        owners(folder.resolve("owners.yaml"), recipe, actors);
        policy(folder.resolve("policy.yaml"), actors);
    }

    /** A policy that adds the models that come out during the run; everything else stays as packaged. */
    private static void policy(Path file, List<Actor> actors) throws IOException {
        long pivot = actors.stream().mapToLong(Actor::pivot).min().orElse(Arrivals.NEVER);
        String release = pivot == Arrivals.NEVER
                ? "releases: []\n"
                : "releases:\n  - model: " + Simulation.RELEASED_MODEL + "\n    released: \""
                        + Instant.ofEpochMilli(pivot) + "\"\n";
        Files.writeString(
                file,
                "name: simulated\nversion: 1\nvalid_from: \"1970-01-01T00:00:00Z\"\nauthor: stillwatch simulate\n"
                        + release);
    }

    private static void passports(Path file, Recipe recipe, List<Actor> actors) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            if (actors.stream().noneMatch(actor -> actor.persona().ask().passport())) {
                out.write(NOBODY);
            }
            for (Actor actor : actors) {
                if (actor.persona().ask().passport()) {
                    String account = actor.account(recipe.seed());
                    boolean red = actor.persona().name().equals("red-team");
                    out.write("- id: " + passport(account) + "\n  accounts: [" + account + "]\n  purpose: "
                            + (red ? "red-team" : "evaluation") + "\n  asset: " + (red ? "refusals" : "benchmark")
                            + "\n  owner: " + actor.persona().name() + "@example.com\n  from: \""
                            + Instant.ofEpochMilli(recipe.from()).minusSeconds(86_400) + "\"\n  until: \""
                            + Instant.ofEpochMilli(recipe.until()).plusSeconds(86_400) + "\"\n  exchanges_per_day: "
                            + Math.round(4 * actor.persona().pace().perDay()) + "\n");
                }
            }
        }
    }

    private static void owners(Path file, Recipe recipe, List<Actor> actors) throws IOException {
        TreeMap<String, TreeSet<String>> accounts = new TreeMap<>();
        TreeMap<String, String> kinds = new TreeMap<>();
        for (Actor actor : actors) {
            Account account = Account.of(actor, recipe);
            String kind = kind(actor);
            if (!account.org().isEmpty() && !kind.isEmpty()) {
                accounts.computeIfAbsent(account.org(), org -> new TreeSet<>()).add(account.id());
                kinds.put(account.org(), kind);
            }
        }
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            if (accounts.isEmpty()) {
                out.write(NOBODY);
            }
            for (var owner : accounts.entrySet()) {
                out.write("- org: " + owner.getKey() + "\n  kind: " + kinds.get(owner.getKey()) + "\n  accounts: "
                        + owner.getValue() + "\n  exchanges_per_day: 20000\n");
            }
        }
    }

    private static String kind(Actor actor) {
        return switch (actor.persona().name()) {
            case "gateway-router" -> "gateway";
            case "university-class" -> "university";
            default -> "";
        };
    }
}
