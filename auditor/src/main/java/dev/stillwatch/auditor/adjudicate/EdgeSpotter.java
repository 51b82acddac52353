// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spots what an account shares with others: each artefact once an epoch, in the first closed bucket that shows it, the
 * {@link #MOST_A_KIND} most used of each kind. An edge counts the exchanges of that bucket.
 */
final class EdgeSpotter {
    /** Links remembered of one account and epoch; beyond them nothing more is written until the next epoch. */
    static final int MOST_SEEN = 48;
    /** Artefacts of one kind in one bucket. */
    static final int MOST_A_KIND = 4;

    private static final long MINUTE = 60_000;

    /** The links of a closed bucket, and what is remembered of them. */
    static Spotted spot(String account, List<Exchange> exchanges, long epoch, Seen before) {
        List<Integer> prints = before.epoch() == epoch ? new ArrayList<>(before.prints()) : new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (Map.Entry<ArtefactKind, Map<Long, Long>> kind : counted(exchanges).entrySet()) {
            kind.getValue().entrySet().stream()
                    .sorted(Map.Entry.<Long, Long>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MOST_A_KIND)
                    .forEach(artefact -> {
                        int print = Long.hashCode(
                                artefact.getKey() * 31 + kind.getKey().ordinal());
                        if (prints.size() < MOST_SEEN && !prints.contains(print)) {
                            prints.add(print);
                            edges.add(new Edge(
                                    account,
                                    kind.getKey(),
                                    artefact.getKey(),
                                    epoch,
                                    artefact.getValue(),
                                    exchanges.size()));
                        }
                    });
        }
        return new Spotted(List.copyOf(edges), new Seen(epoch, prints));
    }

    private static Map<ArtefactKind, Map<Long, Long>> counted(List<Exchange> exchanges) {
        Map<ArtefactKind, Map<Long, Long>> counts = new EnumMap<>(ArtefactKind.class);
        for (Exchange exchange : exchanges) {
            Exchange.Identity who = exchange.identity();
            add(counts, ArtefactKind.SKELETON, exchange.text().skeleton());
            add(counts, ArtefactKind.PAYMENT, who.payment());
            add(counts, ArtefactKind.TLS, who.tls());
            add(counts, ArtefactKind.NETWORK, who.network());
            add(counts, ArtefactKind.ASN, exchange.has(Field.ASN) ? who.asn() : 0);
            add(counts, ArtefactKind.USER_AGENT, who.userAgent());
            add(counts, ArtefactKind.EMAIL_DOMAIN, who.emailDomain());
            add(counts, ArtefactKind.SIGN_UP_MINUTE, exchange.has(Field.CREATED) ? who.created() / MINUTE : 0);
            add(counts, ArtefactKind.TRACE_SIGNATURE, exchange.supply().traceSignature());
        }
        return counts;
    }

    private static void add(Map<ArtefactKind, Map<Long, Long>> counts, ArtefactKind kind, long artefact) {
        if (artefact != 0) {
            counts.computeIfAbsent(kind, k -> new HashMap<>()).merge(artefact, 1L, Long::sum);
        }
    }

    private EdgeSpotter() {}

    /** New links and what is remembered of them. */
    record Spotted(List<Edge> edges, Seen seen) {}

    /**
     * Links already written.
     *
     * @param epoch start of the epoch, event time
     * @param prints 32-bit prints of them: of two that collide, the later one waits for the next epoch
     */
    record Seen(long epoch, List<Integer> prints) {
        static final Seen NOTHING = new Seen(-1, List.of());

        Seen {
            prints = List.copyOf(prints);
        }

        void write(ByteWriter out) {
            out.number(epoch).number(prints.size());
            prints.forEach(out::number);
        }

        static Seen read(ByteReader in) {
            long epoch = in.number();
            List<Integer> prints = new ArrayList<>();
            for (long left = in.number(); left > 0; left--) {
                prints.add(in.integer());
            }
            return new Seen(epoch, prints);
        }
    }
}
