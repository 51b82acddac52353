// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.BandSum;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an account asks about under one hub of its day, a template, an opening or an end: whatever else it asks for does
 * not move it. The hub is the first one that comes again, until another leads ({@link Lead}) by more prompts than this one
 * has. From {@link #LEAST} prompts on their mean says something; it is looked at when there are as many, and again at
 * each doubling up to {@link #MOST}, because its signs settle with its size; then the hub's prompts are no longer
 * counted. Does not depend on the order within a bucket. At most 150 bytes in state, 40 after the last look.
 *
 * @param leads the most used hub of each of {@link #KINDS}, in their order, by what came again
 * @param kind place of the hub's kind in {@link #KINDS}; -1 when nothing has come again
 * @param print the hub's print, {@link Lead#print(long)}
 * @param prompts its prompts as far as they were counted
 * @param sum their sketches; none after the last look
 */
record HubSketch(List<Lead> leads, int kind, int print, int prompts, BandSum sum) {
    /** Kinds of hubs that what is asked about can corroborate. */
    static final List<ArtefactKind> KINDS = List.of(ArtefactKind.SKELETON, ArtefactKind.OPENING, ArtefactKind.CLOSING);
    /** Prompts from which the mean is looked at. */
    static final int LEAST = 16;
    /** Prompts from which a look is the last one. */
    static final int MOST = 64;

    static final HubSketch NONE = new HubSketch(List.of(Lead.NONE, Lead.NONE, Lead.NONE), -1, 0, 0, BandSum.EMPTY);

    HubSketch {
        leads = List.copyOf(leads);
    }

    /**
     * After a bucket.
     *
     * @param again how often those values came in it that have come before, by kind
     * @param exchanges the bucket's
     */
    HubSketch with(Map<ArtefactKind, Map<Long, Long>> again, List<Exchange> exchanges) {
        List<Lead> led = new ArrayList<>(KINDS.size());
        int most = 0;
        for (int i = 0; i < KINDS.size(); i++) {
            led.add(leads.get(i).with(again.getOrDefault(KINDS.get(i), Map.of())));
            most = led.get(i).by() > led.get(most).by() ? i : most;
        }
        boolean other =
                led.get(most).by() > prompts && (most != kind || led.get(most).print() != print);
        return other
                ? new HubSketch(led, most, led.get(most).print(), 0, BandSum.EMPTY).counting(exchanges)
                : new HubSketch(led, kind, print, prompts, sum).counting(exchanges);
    }

    /** The mean's bands when it is time to look at them, as it was before a bucket and is after it. */
    Optional<long[]> bandsSince(HubSketch before) {
        int known = before.kind == kind && before.print == print ? before.prompts : 0;
        boolean due = Integer.numberOfLeadingZeros(prompts / LEAST) < Integer.numberOfLeadingZeros(known / LEAST);
        return due ? Optional.of(sum.bands()) : Optional.empty();
    }

    /** What has to be kept once the bands were taken. */
    HubSketch looked() {
        return prompts < MOST ? this : new HubSketch(leads, kind, print, prompts, BandSum.EMPTY);
    }

    private HubSketch counting(List<Exchange> exchanges) {
        if (kind < 0 || prompts >= MOST) {
            return this;
        }
        List<SignSketch> sketches = new ArrayList<>();
        for (Exchange exchange : exchanges) {
            if (Lead.print(value(KINDS.get(kind), exchange.text())) == print) {
                sketches.add(exchange.text().sketch());
            }
        }
        BandSum more = sketches.isEmpty() ? sum : sum.with(sketches);
        return new HubSketch(leads, kind, print, more.size(), more);
    }

    private static long value(ArtefactKind kind, TextFeatures text) {
        return switch (kind) {
            case OPENING -> text.opening();
            case CLOSING -> text.closing();
            default -> text.skeleton();
        };
    }

    void write(ByteWriter out) {
        leads.forEach(lead -> lead.write(out));
        out.number(kind);
        if (kind >= 0) {
            out.number(print).number(prompts).blob(sum.encode());
        }
    }

    static HubSketch read(ByteReader in) {
        List<Lead> leads = new ArrayList<>(KINDS.size());
        for (int i = 0; i < KINDS.size(); i++) {
            leads.add(Lead.read(in));
        }
        int kind = in.integer();
        if (kind >= KINDS.size()) {
            throw new IllegalArgumentException("no kind of hub " + kind);
        }
        return kind < 0
                ? new HubSketch(leads, -1, 0, 0, BandSum.EMPTY)
                : new HubSketch(leads, kind, in.integer(), in.integer(), BandSum.decode(in.blob()));
    }
}
