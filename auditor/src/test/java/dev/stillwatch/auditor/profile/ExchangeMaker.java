// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/** Makes exchanges for tests: an ordinary chat turn with every field known, changed where a test says so. */
public final class ExchangeMaker {
    public static final long DAY = DayCell.MILLIS;
    public static final long START = 20_000 * DAY;

    private final Random random;
    private final Set<Field> present = EnumSet.allOf(Field.class);
    private long time;
    private final String id;
    private String plan = "pro";
    private long network = 7;
    private long agent = 8;
    private long session;
    private String model = "model-1";
    private int choices = 1;
    private int maxTokens;
    private boolean logprobs;
    private long[] biased = {};
    private boolean reasoning;
    private long input;
    private long output;
    private boolean refused;
    private boolean limited;
    private long trace;
    private boolean replayed;
    private long issued;
    private int turns = 1;
    private long prompt;
    private long skeleton;
    private long shared;
    private long task;
    private long system = 9;
    private long opening;
    private long closing;
    private Marks marks = Marks.NONE;
    private int elicitation;
    private Script script = Script.LATIN;
    private int structure;
    private SignSketch sketch;
    private String endpoint = "chat";
    private String account = "acct-1";

    public ExchangeMaker(int seed) {
        random = new Random(seed * 7919L);
        id = "req-00000000-0000-" + seed;
        time = START + (long) (random.nextDouble() * DAY);
        session = random.nextLong() | 1;
        input = (long) Math.exp(4 + 1.3 * random.nextGaussian()) + 1;
        output = (long) Math.exp(4 + random.nextGaussian()) + 1;
        prompt = random.nextLong() | 1;
        skeleton = random.nextLong() | 1;
        task = random.nextLong() | 1;
        opening = Long.rotateLeft(prompt, 21) | 1;
        closing = Long.rotateLeft(prompt, 42) | 1;
        sketch = around(0, 0, random);
        present.remove(Field.MAX_TOKENS);
    }

    /** A sketch of a source: each bit agrees with the source's own with probability 1/2 + lean/2. */
    public static SignSketch around(long source, double lean, Random random) {
        Random own = new Random(source);
        long[] words = LongStream.generate(() -> {
                    long word = 0;
                    for (int i = 0; i < Long.SIZE; i++) {
                        boolean bit = own.nextBoolean() == random.nextDouble() < 0.5 + lean / 2;
                        word |= bit ? 1L << i : 0;
                    }
                    return word;
                })
                .limit(SignSketch.WORDS)
                .toArray();
        return SignSketch.of(1, 1, words);
    }

    public ExchangeMaker at(long value) {
        time = value;
        return this;
    }

    public ExchangeMaker day(int day) {
        time = START + day * DAY + Math.floorMod(time, DAY);
        return this;
    }

    public ExchangeMaker lacks(Field... fields) {
        List.of(fields).forEach(present::remove);
        return this;
    }

    public ExchangeMaker plan(String value) {
        plan = value;
        return this;
    }

    public ExchangeMaker from(long networkHash, long agentHash, Script inScript) {
        network = networkHash;
        agent = agentHash;
        script = inScript;
        return this;
    }

    public ExchangeMaker session(long value) {
        session = value;
        return this;
    }

    public ExchangeMaker model(String value) {
        model = value;
        return this;
    }

    public ExchangeMaker choices(int value) {
        choices = value;
        return this;
    }

    public ExchangeMaker maxTokens(int value) {
        maxTokens = value;
        present.add(Field.MAX_TOKENS);
        return this;
    }

    public ExchangeMaker probing(boolean asksLogprobs, long... biasedTokens) {
        logprobs = asksLogprobs;
        biased = biasedTokens;
        return this;
    }

    public ExchangeMaker reasoning() {
        reasoning = true;
        return this;
    }

    public ExchangeMaker tokens(long in, long out) {
        input = in;
        output = out;
        return this;
    }

    public ExchangeMaker refused() {
        refused = true;
        return this;
    }

    public ExchangeMaker limited() {
        limited = true;
        return this;
    }

    public ExchangeMaker trace(long signature, boolean inRequest) {
        trace = signature;
        replayed = inRequest;
        return this;
    }

    /** Replays one signature and is answered with another. */
    public ExchangeMaker traces(long replayedSignature, long issuedSignature) {
        issued = issuedSignature;
        return trace(replayedSignature, true);
    }

    public ExchangeMaker turns(int value) {
        turns = value;
        return this;
    }

    public ExchangeMaker prompt(long value) {
        prompt = value;
        return this;
    }

    public ExchangeMaker shared(long value) {
        shared = value;
        return this;
    }

    /** The template. */
    public ExchangeMaker skeleton(long value) {
        skeleton = value;
        return this;
    }

    public ExchangeMaker task(long value) {
        task = value;
        return this;
    }

    public ExchangeMaker system(long value) {
        system = value;
        return this;
    }

    public ExchangeMaker ends(long openingHash, long closingHash) {
        opening = openingHash;
        closing = closingHash;
        return this;
    }

    public ExchangeMaker marks(Mark... values) {
        marks = Marks.of(values);
        return this;
    }

    public ExchangeMaker elicitation(int value) {
        elicitation = value;
        return this;
    }

    public ExchangeMaker structure(int flags) {
        structure = flags;
        return this;
    }

    public ExchangeMaker sketch(long source, double lean) {
        sketch = around(source, lean, random);
        return this;
    }

    public ExchangeMaker account(String value) {
        account = value;
        return this;
    }

    public ExchangeMaker endpoint(String value) {
        endpoint = value;
        return this;
    }

    public Exchange make() {
        return new Exchange(
                time,
                id,
                new Exchange.Origin("native", 0, 0, id.hashCode()),
                FieldSet.of(present),
                new Exchange.Identity(account, "org-1", plan, START - DAY, 1, 2, 3, network, 4, agent, 5, session, ""),
                new Exchange.Demand(
                        endpoint,
                        model,
                        700,
                        choices,
                        maxTokens,
                        logprobs,
                        0,
                        biased.length,
                        biased,
                        false,
                        0,
                        reasoning),
                new Exchange.Supply(
                        200,
                        "stop",
                        input,
                        0,
                        output,
                        reasoning ? output / 2 : 0,
                        refused,
                        limited,
                        trace,
                        replayed,
                        900,
                        issued),
                new TextFeatures(
                        sketch,
                        skeleton,
                        system,
                        prompt,
                        task,
                        opening,
                        closing,
                        marks,
                        elicitation,
                        script,
                        100,
                        25,
                        turns,
                        200,
                        new Structure(structure),
                        false,
                        shared));
    }
}
