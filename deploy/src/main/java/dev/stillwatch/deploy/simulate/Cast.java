// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Who plays in a scenario, and when each account is active. */
final class Cast {
    private static final long DAY = 86_400_000L;
    private static final int FEWEST = 3;

    /** What runs behind cover traffic: ordinary interactive customers. */
    private static final List<String> COVERS =
            List.of("chat-developer", "coding-assistant", "support-chat", "tutor", "translator");

    private final Recipe recipe;
    private final Personas personas;
    private final List<Actor> actors = new ArrayList<>();

    private Cast(Recipe recipe, Personas personas) {
        this.recipe = recipe;
        this.personas = personas;
    }

    static List<Actor> of(Recipe recipe, Personas personas) {
        Cast cast = new Cast(recipe, personas);
        cast.fill();
        return List.copyOf(cast.actors);
    }

    private void fill() {
        switch (recipe.scenario()) {
            case DEMO -> {
                // The demo's distillers answer to the clock of a day: few accounts at the reported rate.
                campaign("R3", 6);
                benign(name -> name.equals("chat-developer") ? 3 : 1);
            }
            case BENIGN -> benign(name -> Math.max(1, (int) Math.round(100 * recipe.scale())));
            case MIXED -> {
                for (Scenario replay : Scenario.values()) {
                    if (replay.replay()) {
                        campaign(replay.id(), scaled(replay.accounts() * 0.1));
                    }
                }
                benign(name -> Math.max(1, (int) Math.round(20 * recipe.scale())));
            }
            case SAMPLE -> {
                campaign("R3", 3);
                benign(name -> 1);
            }
            default -> {
                campaign(recipe.scenario().id(), scaled(recipe.scenario().accounts()));
                int each = recipe.customers().orElseGet(() -> Math.max(1, (int) Math.round(10 * recipe.scale())));
                benign(name -> each);
            }
        }
    }

    private int scaled(double accounts) {
        // Whoever spreads a campaign's volume over so many accounts means that many.
        int fewest = recipe.pace() == 1 ? FEWEST : 1;
        return Math.max(fewest, (int) Math.round(accounts * recipe.scale()));
    }

    private void benign(ToIntFunction<String> count) {
        for (Persona persona : personas.benign()) {
            int of = count.applyAsInt(persona.name());
            for (int place = 0; place < of; place++) {
                add(persona, "", recipe.from(), recipe.until(), place, of, Arrivals.NEVER);
            }
        }
    }

    private void campaign(String replay, int accounts) {
        Persona persona = personas.attacker(replay);
        String campaign = replay + "-" + recipe.seed();
        long length = recipe.until() - recipe.from();
        int of = replay.equals("R3") && recipe.days() > 1 ? Math.max(2 * FEWEST, accounts) : accounts;
        for (int place = 0; place < of; place++) {
            long from = recipe.from();
            long until = recipe.until();
            if (replay.equals("R3") && recipe.days() > 1) {
                // Banned after half the time; the second pool takes over at once.
                boolean second = place >= of / 2;
                from = second ? from + length / 2 : from;
                until = second ? until : recipe.from() + length / 2;
            } else if (replay.equals("R5")) {
                // Accounts are rotated: two days each, spread evenly.
                long active = Math.min(2 * DAY, length);
                from = from + (length - active) * place / Math.max(1, of - 1);
                until = from + active;
            }
            long pivot = replay.equals("R6") ? recipe.from() + length / 2 : Arrivals.NEVER;
            add(persona, campaign, from, until, place, of, pivot);
        }
    }

    private void add(Persona persona, String campaign, long from, long until, int place, int of, long pivot) {
        Optional<Persona> cover = campaign.isEmpty() || recipe.cover() == 0
                ? Optional.empty()
                : Optional.of(personas.benign(
                        Draws.of(recipe.seed(), actors.size(), 7).pick(COVERS)));
        double share = cover.isPresent() ? recipe.cover() : 0;
        actors.add(new Actor(actors.size(), persona, cover, share, campaign, from, until, place, of, pivot));
    }
}
