// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.BandSum;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Spots what an account shares with others. The epoch of a link is the UTC day: an artefact is written once a day, in
 * the first closed bucket that shows it, with the day's counts up to then. A template, an opening and a closing are
 * written when they come a second time in the day ({@link SecondSight}): one that comes once is payload. What is asked
 * about is written as bands of the mean sketch of the prompts under one of them ({@link HubSketch}). A record that comes
 * up to {@link #LATEST_DAYS} days late links in the day in which it is judged.
 */
final class EdgeSpotter {
    /** First links of one kind and day; of more in one bucket the most used ones, then the least values. */
    static final int MOST_A_KIND = 8;
    /** UTC days by which a record may be late and still link: standings are revised for as long. */
    static final int LATEST_DAYS = HistoryState.DAYS;

    private static final int MOST_BANDS = 3 * BandSum.BANDS;
    /** Uses from which a template, system text or end is a link though the day has had its links of the kind. */
    static final int LEAST_HEAVY = 8;

    private static final Set<ArtefactKind> HUBS =
            EnumSet.of(ArtefactKind.SKELETON, ArtefactKind.SYSTEM, ArtefactKind.OPENING, ArtefactKind.CLOSING);
    private static final long MINUTE = 60_000;

    private final String account;
    private final long asOf;
    private final int day;
    private final Tally today;
    private final long of;
    private final SecondSight sights;
    private final List<Exchange> exchanges;
    private final List<Edge> edges = new ArrayList<>();
    private Prints prints;
    private HeavyUse heavy;

    private EdgeSpotter(
            String account,
            long asOf,
            int day,
            Tally today,
            long of,
            Prints prints,
            SecondSight sights,
            HeavyUse heavy,
            List<Exchange> exchanges) {
        this.account = account;
        this.asOf = asOf;
        this.day = day;
        this.today = today;
        this.of = of;
        this.prints = prints;
        this.sights = sights;
        this.heavy = heavy;
        this.exchanges = exchanges;
    }

    /**
     * The new links of a closed bucket, and what is remembered of them.
     *
     * @param account the account
     * @param asOf end of the bucket, event time
     * @param exchanges the bucket's, those that may be evidence
     * @param today the day's counts, this bucket's included
     * @param kinds kinds that somebody ties accounts by
     * @param before links already written
     */
    static Spotted spot(
            String account, long asOf, List<Exchange> exchanges, Tally today, Set<ArtefactKind> kinds, Seen before) {
        int day = DayCell.dayOf(asOf - 1);
        List<Exchange> fresh = new ArrayList<>(exchanges);
        fresh.removeIf(exchange -> DayCell.dayOf(exchange.time()) < day - LATEST_DAYS);
        if (fresh.isEmpty()) {
            return new Spotted(List.of(), before);
        }
        Prints prints = before.day() == day ? before.prints() : Prints.NONE;
        long of = Math.max(today.count(Measure.EXCHANGES), fresh.size());
        SecondSight sights = before.day() == day ? before.sights() : SecondSight.none();
        HubSketch known = before.day() == day ? before.hub() : HubSketch.NONE;
        HeavyUse heavy = before.day() == day ? before.heavy() : HeavyUse.NONE;
        EdgeSpotter spotter = new EdgeSpotter(account, asOf, day, today, of, prints, sights, heavy, fresh);
        Map<ArtefactKind, Map<Long, Long>> counts = counted(fresh, kinds);
        counts.forEach(spotter::write);
        counts.forEach(spotter::writeHeavy);
        HubSketch hub = kinds.contains(ArtefactKind.SKETCH_BAND) ? known.with(spotter.again(counts), fresh) : known;
        hub.bandsSince(known).ifPresent(bands -> spotter.write(bands, hub.prompts()));
        return new Spotted(
                List.copyOf(spotter.edges),
                new Seen(day, spotter.prints, sights.with(counts), hub.looked(), spotter.heavy));
    }

    private void write(ArtefactKind kind, Map<Long, Long> counts) {
        if (counts.size() == 1) {
            counts.forEach((artefact, inBucket) -> writeUsed(kind, artefact, ofTheDay(kind, artefact, inBucket)));
            return;
        }
        counts.entrySet().stream()
                .map(use -> Map.entry(use.getKey(), ofTheDay(kind, use.getKey(), use.getValue())))
                .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(use -> writeUsed(kind, use.getKey(), use.getValue()));
    }

    private void writeUsed(ArtefactKind kind, long artefact, long count) {
        if (!SecondSight.concerns(kind)) {
            write(kind, artefact, count, MOST_A_KIND);
        } else if (cameAgain(kind, artefact, count)) {
            write(kind, artefact, Math.min(of, Math.max(2, count)), MOST_A_KIND);
        }
    }

    /**
     * What is used most beyond the day's first links of a kind is a link too, each one at twice the uses of the one before:
     * hiding a template behind others costs more calls than are made with it.
     */
    private void writeHeavy(ArtefactKind kind, Map<Long, Long> counts) {
        if (!HUBS.contains(kind) || prints.count(kind) < MOST_A_KIND) {
            return;
        }
        Map<Integer, Long> uses = new TreeMap<>();
        counts.forEach((artefact, inBucket) -> {
            int print = Prints.of(kind, artefact);
            if (!prints.holds(print)) {
                uses.merge(print, inBucket, Long::sum);
            }
        });
        if (uses.isEmpty()) {
            return;
        }
        heavy = heavy.with(kind, uses);
        counts.keySet().stream()
                .filter(artefact -> heavy.count(kind, Prints.of(kind, artefact)) >= LEAST_HEAVY)
                .sorted(Comparator.comparingLong((Long artefact) -> -heavy.count(kind, Prints.of(kind, artefact)))
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(artefact -> {
                    long used = heavy.count(kind, Prints.of(kind, artefact));
                    if (used >= (long) LEAST_HEAVY << prints.count(kind) - MOST_A_KIND) {
                        write(kind, artefact, Math.min(of, used), Integer.MAX_VALUE);
                        heavy = heavy.without(kind, Prints.of(kind, artefact));
                    }
                });
    }

    /** Whether a value has come before, in the day or in the bucket. */
    private boolean cameAgain(ArtefactKind kind, long artefact, long count) {
        return count > 1 || sights.holds(kind, artefact);
    }

    /** Of a bucket's templates, openings and closings those that have come before. */
    private Map<ArtefactKind, Map<Long, Long>> again(Map<ArtefactKind, Map<Long, Long>> counts) {
        Map<ArtefactKind, Map<Long, Long>> again = new EnumMap<>(ArtefactKind.class);
        for (ArtefactKind kind : HubSketch.KINDS) {
            Map<Long, Long> came = new HashMap<>(counts.getOrDefault(kind, Map.of()));
            came.entrySet().removeIf(use -> !cameAgain(kind, use.getKey(), use.getValue()));
            again.put(kind, came);
        }
        return again;
    }

    private void write(long[] bands, int prompts) {
        for (long band : bands) {
            write(ArtefactKind.SKETCH_BAND, band, Math.min(of, prompts), MOST_BANDS);
        }
    }

    private void write(ArtefactKind kind, long artefact, long count, int most) {
        int print = Prints.of(kind, artefact);
        if (!prints.holds(print) && prints.count(kind) < most) {
            prints = prints.with(print);
            long hash = kind == ArtefactKind.SKELETON ? shared(artefact) : 0;
            edges.add(new Edge(account, kind, artefact, day * DayCell.MILLIS, count, of, asOf, hash));
        }
    }

    /** Of templates the day's sample knows more than the bucket. */
    private long ofTheDay(ArtefactKind kind, long artefact, long inBucket) {
        return kind == ArtefactKind.SKELETON ? Math.max(inBucket, today.countOf(Sample.SKELETONS, artefact)) : inBucket;
    }

    /** A template's hash for the sharing group, 0 where there is none; the order of the exchanges does not matter. */
    private long shared(long template) {
        return exchanges.stream()
                .map(Exchange::text)
                .filter(text -> text.skeleton() == template)
                .mapToLong(TextFeatures::shared)
                .filter(hash -> hash != 0)
                .max()
                .orElse(0);
    }

    private static Map<ArtefactKind, Map<Long, Long>> counted(List<Exchange> exchanges, Set<ArtefactKind> kinds) {
        Map<ArtefactKind, Map<Long, Long>> counts = new EnumMap<>(ArtefactKind.class);
        for (ArtefactKind kind : kinds) {
            for (Exchange exchange : exchanges) {
                add(counts, kind, artefact(kind, exchange));
                if (kind == ArtefactKind.TRACE_SIGNATURE) {
                    add(counts, kind, exchange.supply().issuedSignature());
                }
            }
        }
        return counts;
    }

    /** What the exchange shows of a kind, 0 when nothing; bands are of many exchanges. */
    private static long artefact(ArtefactKind kind, Exchange exchange) {
        Exchange.Identity who = exchange.identity();
        TextFeatures text = exchange.text();
        return switch (kind) {
            case SKELETON -> text.skeleton();
            case SYSTEM -> text.system();
            case OPENING -> text.opening();
            case CLOSING -> text.closing();
            case PAYMENT -> who.payment();
            case TLS -> who.tls();
            case NETWORK -> who.network();
            case ASN -> exchange.has(Field.ASN) ? who.asn() : 0;
            case USER_AGENT -> who.userAgent();
            case EMAIL_DOMAIN -> who.emailDomain();
            case SIGN_UP_MINUTE -> exchange.has(Field.CREATED) ? who.created() / MINUTE : 0;
            case TRACE_SIGNATURE -> exchange.supply().traceSignature();
            case SKETCH_BAND -> 0;
        };
    }

    private static void add(Map<ArtefactKind, Map<Long, Long>> counts, ArtefactKind kind, long artefact) {
        if (artefact != 0) {
            counts.computeIfAbsent(kind, k -> new HashMap<>()).merge(artefact, 1L, Long::sum);
        }
    }

    /** New links and what is remembered of them. */
    record Spotted(List<Edge> edges, Seen seen) {}
}
