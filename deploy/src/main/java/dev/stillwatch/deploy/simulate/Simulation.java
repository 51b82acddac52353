// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * Plays a recipe into a folder: {@code usage.ndjson} in order of time, {@code labels.csv}, {@code accounts.csv} (adds
 * text source and exchanges), {@code policies/passports.yaml}, {@code policies/owners.yaml} and {@code recipe.json}.
 * Memory grows with accounts and corpora, not with records.
 */
public final class Simulation {
    /** The model that comes out in the middle of R6. */
    static final String RELEASED_MODEL = "m-large-3";

    private static final Comparator<AccountTraffic> ORDER =
            Comparator.comparingLong(AccountTraffic::nextTime).thenComparing(AccountTraffic::account);

    private final Recipe recipe;
    private final Library library;
    private final MeasuredTraffic measured;
    private final List<Actor> actors;
    private final List<String> sources = new ArrayList<>();

    private Simulation(Recipe recipe, Library library, MeasuredTraffic measured, List<Actor> actors) {
        this.recipe = recipe;
        this.library = library;
        this.measured = measured;
        this.actors = actors;
    }

    /**
     * Prepares a recipe.
     *
     * @throws IOException when the prompts cannot be read
     */
    public static Simulation of(Recipe recipe) throws IOException {
        List<PromptSource.Corpus> corpora =
                recipe.prompts().isPresent() ? Corpora.read(recipe.prompts().get()) : List.of();
        MeasuredTraffic measured = recipe.prompts().isPresent()
                ? MeasuredTraffic.read(recipe.prompts().get())
                : MeasuredTraffic.none();
        return new Simulation(
                recipe, new Library(corpora, Grammar.packaged()), measured, Cast.of(recipe, Personas.packaged()));
    }

    /** Whether there are texts of a corpus to draw on. */
    public boolean hasCorpora() {
        return !library.isEmpty();
    }

    /** Whether the recipe's folder gave anything to draw on: texts, or measured traffic. */
    public boolean drawsOnFolder() {
        return hasCorpora() || !measured.isEmpty();
    }

    /** How many accounts play. */
    public int accounts() {
        return actors.size();
    }

    /**
     * Writes everything.
     *
     * @param progress told the number of records now and then
     * @return the number of usage records
     * @throws IOException when the folder cannot be written
     */
    public long write(Path folder, LongConsumer progress) throws IOException {
        Files.createDirectories(folder);
        PriorityQueue<AccountTraffic> queue = new PriorityQueue<>(ORDER);
        for (Actor actor : actors) {
            queue.add(traffic(actor));
        }
        long[] counts = new long[actors.size()];
        long[] first = new long[actors.size()];
        long records = 0;
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("usage.ndjson"), StandardCharsets.UTF_8);
                UsageLine line = new UsageLine(out, recipe.canary(), Draws.of(recipe.seed(), 99))) {
            for (AccountTraffic next = queue.poll(); next != null; next = queue.poll()) {
                if (next.nextTime() == Arrivals.NEVER) {
                    continue;
                }
                Exchange exchange = next.next();
                line.write(exchange);
                int index = next.actor().index();
                if (counts[index]++ == 0) {
                    first[index] = exchange.time();
                }
                queue.add(next);
                if (++records % 10_000 == 0) {
                    progress.accept(records);
                }
            }
        }
        labels(folder, counts, first);
        Declarations.write(folder.resolve("policies"), recipe, actors);
        recipe(folder.resolve("recipe.json"), records);
        return records;
    }

    private AccountTraffic traffic(Actor actor) {
        Account account = Account.of(actor, recipe);
        List<Track> tracks = new ArrayList<>();
        tracks.add(track(actor, actor.persona(), account, 1 - actor.share(), 0));
        actor.cover().ifPresent(cover -> tracks.add(track(actor, cover, account, actor.share(), 1)));
        return new AccountTraffic(actor, account.id(), tracks);
    }

    private Track track(Actor actor, Persona kind, Account account, double share, int strand) {
        Draws draws = Draws.of(recipe.seed(), actor.index(), 2, strand);
        boolean shared = strand == 0 && !actor.campaign().isEmpty();
        // An attack is paced as it was reported; its cover is as benign as any other traffic.
        Persona persona = shared ? kind : measured.fit(kind, Draws.of(recipe.seed(), actor.index(), 8, strand));
        // Members of a campaign share one harvest set and one frame; benign accounts each have their own.
        Draws source = shared ? Draws.of(recipe.seed(), 3, actor.campaign().hashCode()) : draws;
        PromptSource texts = library.source(persona.text().role(), source);
        if (strand == 0) {
            sources.add(texts.name());
        }
        Draws group = shared
                ? Draws.of(recipe.seed(), 4, actor.campaign().hashCode())
                : persona.name().equals("university-class")
                        ? Draws.of(recipe.seed(), 4, persona.name().hashCode())
                        : Draws.of(recipe.seed(), 4, actor.index(), strand);
        Wording wording = new Wording(persona, library, texts, draws, group);
        // Cover follows its own hours at the rate that its share of the account's total needs.
        double pace = actor.campaign().isEmpty() ? 1 : recipe.pace();
        Arrivals arrivals = Pacing.of(persona, actor, actor.persona().pace().perDay() * share * pace, recipe, draws);
        return new Track(actor, persona, account, recipe, wording, arrivals, draws);
    }

    private static String began(long first) {
        return first == 0 ? "" : Instant.ofEpochMilli(first).toString();
    }

    private void labels(Path folder, long[] counts, long[] first) throws IOException {
        try (Writer labels = Files.newBufferedWriter(folder.resolve("labels.csv"), StandardCharsets.UTF_8);
                Writer accounts = Files.newBufferedWriter(folder.resolve("accounts.csv"), StandardCharsets.UTF_8)) {
            labels.write("account,class,campaign\n");
            accounts.write("account,class,campaign,source,cover,began,exchanges\n");
            for (Actor actor : actors) {
                String row =
                        actor.account(recipe.seed()) + "," + actor.persona().name() + "," + actor.campaign();
                labels.write(row + "\n");
                accounts.write(row + "," + sources.get(actor.index()) + "," + actor.share() + ","
                        + began(first[actor.index()]) + "," + counts[actor.index()] + "\n");
            }
        }
    }

    private void recipe(Path file, long records) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode out = json.createObjectNode();
        out.put("scenario", recipe.scenario().id());
        out.put("seed", recipe.seed());
        out.put("cover", recipe.cover());
        out.put("scale", recipe.scale());
        out.put("days", recipe.days());
        out.put("start", recipe.start().toString());
        out.put("texts", hasCorpora() ? "corpora" : "grammar");
        out.put("canary", !recipe.canary().isEmpty());
        out.put("accounts", actors.size());
        out.put("records", records);
        out.put(
                "caution",
                "Accounts are composed from texts, arrival models and session models; no log of real accounts is behind"
                        + " them. Token counts are drawn apart from the texts.");
        Files.writeString(file, json.writeValueAsString(out) + "\n");
    }
}
