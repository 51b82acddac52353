// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.ring.SamePrompts;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of one ring from epoch to epoch. Bounded: at most {@link Memory#MOST_ALERTS} alerts; what it holds of
 * members is kept with them.
 *
 * @param founding where it began
 * @param published the standing as last published
 * @param ladder the ladder's state
 * @param told alerts in force
 * @param judged end of the epoch that judged it last, event time; 0 before the first
 * @param forgiven what a person lifted
 * @param same how much its members asked the same
 */
public record RingMemory(
        Founding founding,
        Published published,
        LadderState ladder,
        List<Told> told,
        long judged,
        Forgiven forgiven,
        SamePrompts same) {
    private static final int VERSION = 4;

    /** Copies the list. */
    public RingMemory {
        told = List.copyOf(told);
    }

    /** A ring that was never judged. */
    public static RingMemory start(Founding founding) {
        return start(founding, Forgiven.NOTHING);
    }

    /** A ring that comes back under the name of one that ended: what a person lifted of that one stays lifted. */
    public static RingMemory start(Founding founding, Forgiven forgiven) {
        return new RingMemory(founding, Published.NOTHING, LadderState.START, List.of(), 0, forgiven, SamePrompts.NONE);
    }

    /** The versioned bytes: round-trips through {@link #decode}. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter().number(VERSION);
        out.number(founding.since())
                .number(founding.hub().kind().ordinal())
                .number(founding.hub().value());
        published.write(out);
        out.blob(ladder.encode()).number(told.size());
        told.forEach(one -> one.write(out));
        forgiven.write(out.number(judged));
        out.number(same.day());
        write(same.today(), out);
        write(same.before(), out);
        return out.bytes();
    }

    /**
     * Reads {@link #encode} back.
     *
     * @throws IllegalArgumentException when the bytes are of another version or not whole
     */
    public static RingMemory decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        in.expect(VERSION, "a ring's memory");
        long since = in.number();
        Artefact hub = new Artefact(in.constant(ArtefactKind.values()), in.number());
        Published published = Published.read(in);
        LadderState ladder = LadderState.decode(in.blob());
        List<Told> told = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            told.add(Told.read(in));
        }
        return new RingMemory(
                new Founding(since, hub),
                published,
                ladder,
                told,
                in.number(),
                Forgiven.read(in),
                new SamePrompts(in.integer(), look(in), look(in)));
    }

    private static void write(SamePrompts.Look look, ByteWriter out) {
        out.number(look.milli()).number(look.prompts());
    }

    private static SamePrompts.Look look(ByteReader in) {
        return new SamePrompts.Look(in.integer(), in.number());
    }
}
