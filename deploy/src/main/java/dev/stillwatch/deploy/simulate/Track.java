// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.ArrayList;
import java.util.List;

/** One strand of an account's traffic: a persona's conversations at that persona's arrivals. */
final class Track {
    private static final int REMEMBERED_TURNS = 4;
    private static final double MULTI_TURN = 0.31;

    private final Actor actor;
    private final Persona persona;
    private final Account account;
    private final Recipe recipe;
    private final Wording wording;
    private final Arrivals arrivals;
    private final Draws draws;
    private final int[] vocabulary;
    private long conversations;
    private long signatures;

    Track(
            Actor actor,
            Persona persona,
            Account account,
            Recipe recipe,
            Wording wording,
            Arrivals arrivals,
            Draws draws) {
        this.actor = actor;
        this.persona = persona;
        this.account = account;
        this.recipe = recipe;
        this.wording = wording;
        this.arrivals = arrivals;
        this.draws = draws;
        this.vocabulary = new int[Math.min(64, persona.ask().vocabulary())];
        for (int token = 0; token < vocabulary.length; token++) {
            vocabulary[token] = draws.between(100, 99_999);
        }
    }

    /** When the next conversation begins. */
    long nextArrival() {
        return arrivals.next();
    }

    /** A new conversation, with all its turns still to come. */
    Conversation begin() {
        String session = "s-" + account.id().substring(5) + (cover() ? "-0" : "-") + Long.toHexString(conversations++);
        return new Conversation(session, turnsOfOne(), draws.between(0, 1_000_000));
    }

    private boolean cover() {
        return !persona.name().equals(actor.persona().name());
    }

    /** Turns of a conversation: 69 % one, mean 1.6, p95 4, p99 8 (Mooncake). */
    private int turnsOfOne() {
        if (!persona.text().conversations() || !draws.chance(MULTI_TURN)) {
            return 1;
        }
        return Math.min(43, 2 + (int) (1.1 * (StrictMath.pow(1 - draws.uniform(), -0.5) - 1)));
    }

    /** From one turn to the next, milliseconds: p25/50/75 = 66/123/264 s (Mooncake). */
    long gap() {
        return (long) (1_000 * draws.logNormal(123, 1.03));
    }

    /** The exchange of a conversation's next turn. */
    Exchange compose(Conversation conversation, long time, String id) {
        Persona.Ask ask = persona.ask();
        boolean first = conversation.turns().isEmpty();
        conversation.turns().add(first ? wording.opening() : wording.following());
        boolean refused = draws.chance(persona.text().refusals());
        String output = wording.answer(refused);
        boolean reasoning = draws.chance(ask.reasoning());
        long written = Math.max(1, Math.round(draws.logNormal(ask.output(), ask.outputSpread())));
        written = refused
                ? 18 + draws.between(0, 30)
                : ask.maxTokens() > 0 ? Math.min(written, ask.maxTokens()) : written;
        // DeepSeek-R1 clients: reasoning is 0.53 to 0.97 of the output, median 0.82.
        long thought = reasoning ? Math.round(written * (0.55 + 0.42 * draws.uniform())) : 0;
        long read = Math.max(1, Math.round(draws.logNormal(ask.context(), ask.contextSpread())))
                + characters(conversation.turns()) / 4
                + wording.system().length() / 4;
        String replayed = replayed(conversation, reasoning);
        // Cover traffic numbers its own signatures: the same number on both tracks would be a replay that nobody made.
        String issued = reasoning ? signature(cover() ? -1 - actor.index() : actor.index(), signatures++) : "";
        String model = time >= actor.pivot() && draws.chance(0.5)
                ? Simulation.RELEASED_MODEL
                : ask.models()
                        .get(
                                draws.chance(0.75)
                                        ? 0
                                        : draws.between(0, ask.models().size() - 1));
        Exchange exchange = new Exchange(
                time,
                id,
                account,
                ask,
                draws.pick(account.credentials()),
                draws.pick(account.addresses()),
                conversation.pick(account.agents()),
                conversation.pick(account.prints()),
                persona.text().conversations() || persona.ask().replay() > 0 ? conversation.session() : "",
                model,
                wording.system(),
                List.copyOf(conversation.turns()),
                reasoning,
                draws.chance(ask.logprobs()),
                biased(ask),
                replayed,
                output,
                read,
                first ? 0 : read / 2,
                written,
                thought,
                refused,
                issued,
                Math.round(350 + 11.0 * written * draws.logNormal(1, 0.25)));
        conversation.answered(output, issued, REMEMBERED_TURNS);
        return exchange;
    }

    /** A conversation hands its own signature back; a replayer hands over one of another session or account. */
    private String replayed(Conversation conversation, boolean reasoning) {
        if (persona.ask().replay() > 0 && draws.chance(persona.ask().replay()) && signatures > 4) {
            int owner = draws.chance(0.5)
                    ? actor.index()
                    : actor.index() - actor.place() + draws.between(0, actor.of() - 1);
            return signature(owner, draws.between(0, (int) Math.min(1_000_000, signatures / 3)));
        }
        return reasoning ? conversation.signature() : "";
    }

    private String signature(int owner, long number) {
        return "sig-%016x".formatted(Draws.mix(Draws.mix(recipe.seed() * 131 + owner) + number));
    }

    private List<Integer> biased(Persona.Ask ask) {
        List<Integer> tokens = new ArrayList<>();
        if (draws.chance(ask.bias())) {
            int count = draws.between(1, 3);
            for (int token = 0; token < count; token++) {
                tokens.add(
                        ask.vocabulary() > vocabulary.length
                                ? draws.between(100, 100 + ask.vocabulary())
                                : vocabulary[draws.between(0, vocabulary.length - 1)]);
            }
        }
        return tokens.stream().distinct().sorted().toList();
    }

    private static long characters(List<String> turns) {
        return turns.stream().mapToLong(String::length).sum();
    }
}
