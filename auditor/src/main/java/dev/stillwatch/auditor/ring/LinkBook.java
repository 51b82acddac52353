// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Edge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The live links of all accounts. What it holds depends on the edges given, not on their order, as long as no account
 * goes over {@link #MOST_A_KIND}: of more, those seen last stay, so that inventing artefacts fills an account's own room
 * and nobody else's. One thread.
 */
public final class LinkBook {
    /** Live artefacts of one kind and account. */
    public static final int MOST_A_KIND = 32;

    private static final Comparator<Held> OLDEST = Comparator.comparingLong((Held held) -> held.link.epoch())
            .thenComparingLong(held -> held.link.since())
            .thenComparing(held -> held.use.artefact);

    private final Set<ArtefactKind> kinds;
    private final long liveMillis;
    private final Map<String, Map<Artefact, Held>> links = new HashMap<>();
    private final Map<Artefact, Use> uses = new HashMap<>();

    private long size;
    private boolean changed = true;

    /**
     * An empty book.
     *
     * @param kinds kinds to keep; edges of others are passed over
     * @param liveMillis how long after the start of its last epoch a link is live
     */
    public LinkBook(Set<ArtefactKind> kinds, long liveMillis) {
        this.kinds = Set.copyOf(kinds);
        this.liveMillis = liveMillis;
    }

    /** How many accounts have an artefact: one for all of them, so that a look at all links looks nothing up. */
    private static final class Use {
        private final Artefact artefact;
        private int accounts;

        Use(Artefact artefact) {
            this.artefact = artefact;
        }

        boolean isShared() {
            return accounts > 1;
        }
    }

    /** An account's link. */
    private record Held(Use use, Link link) {}

    /** A link that came, or went when {@code now} is empty. */
    public record Change(String account, Artefact artefact, Optional<Link> now) {}

    /** Takes an edge; says what has to be kept elsewhere too. */
    public List<Change> add(Edge edge) {
        if (!kinds.contains(edge.kind())) {
            return List.of();
        }
        Artefact artefact = new Artefact(edge.kind(), edge.artefact());
        Map<Artefact, Held> own = links.getOrDefault(edge.account(), Map.of());
        Held before = own.get(artefact);
        Link now = before == null ? Link.of(edge) : before.link.with(Link.of(edge));
        if (before != null && now.equals(before.link)) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(edge.account(), artefact, Optional.of(now)));
        if (before == null) {
            Map<Artefact, Held> grown = put(edge.account(), artefact, now);
            makeRoom(edge.account(), grown, edge.kind(), changes);
        } else {
            own.put(artefact, new Held(before.use, now));
            changed |= now.since() != before.link.since() && before.use.isShared();
        }
        return changes;
    }

    /** Puts back a link that was kept elsewhere. */
    public void restore(String account, Artefact artefact, Link link) {
        put(account, artefact, link);
    }

    /** Drops what is no longer live at an event time; says what went. */
    public List<Change> expire(long time) {
        List<Change> gone = new ArrayList<>();
        links.forEach((account, own) -> own.entrySet().removeIf(entry -> {
            boolean dead = entry.getValue().link.epoch() + liveMillis <= time;
            if (dead) {
                size--;
                release(entry.getValue().use);
                gone.add(new Change(account, entry.getKey(), Optional.empty()));
            }
            return dead;
        }));
        changed |= links.values().removeIf(Map::isEmpty);
        return gone;
    }

    private Map<Artefact, Held> put(String account, Artefact artefact, Link link) {
        Map<Artefact, Held> own = links.get(account);
        if (own == null) {
            own = new HashMap<>();
            links.put(account, own);
            changed = true;
        }
        Use use = uses.computeIfAbsent(artefact, Use::new);
        use.accounts++;
        own.put(use.artefact, new Held(use, link));
        size++;
        changed |= use.isShared();
        return own;
    }

    private void release(Use use) {
        changed |= use.isShared();
        use.accounts--;
        if (use.accounts == 0) {
            uses.remove(use.artefact);
        }
    }

    /**
     * Whether the footprints may differ from those last taken: an account came or went, or something changed about an
     * artefact that several have.
     */
    public boolean hasChanged() {
        return changed;
    }

    /**
     * What each account was seen to use of what others use too; what only one account has ties nobody.
     *
     * @param party names the party that answers for an account
     */
    public Collection<Footprint> footprints(UnaryOperator<String> party) {
        changed = false;
        List<Footprint> footprints = new ArrayList<>(links.size());
        links.forEach((account, own) -> {
            List<Footprint.Sighting> sightings = new ArrayList<>(own.size());
            for (Held held : own.values()) {
                if (held.use.isShared()) {
                    sightings.add(new Footprint.Sighting(held.use.artefact, held.link.since()));
                }
            }
            footprints.add(new Footprint(account, party.apply(account), sightings));
        });
        return footprints;
    }

    /** Share of the account's exchanges that used the artefact, 0..1; 0 where that is not live. */
    public double share(String account, Artefact artefact) {
        Held held = links.getOrDefault(account, Map.of()).get(artefact);
        return held == null ? 0 : held.link.share();
    }

    /** Event time at which the account was first seen with anything that is live; the greatest number when with nothing. */
    public long firstSeen(String account) {
        long first = Long.MAX_VALUE;
        for (Held held : links.getOrDefault(account, Map.of()).values()) {
            first = Math.min(first, held.link.since());
        }
        return first;
    }

    /**
     * The artefact's hash for the sharing group, as the links of these accounts say it; of several, after the group's key
     * was changed, that of the last day. 0 when there is none.
     */
    public long shared(Artefact artefact, Collection<String> accounts) {
        long epoch = Long.MIN_VALUE;
        long shared = 0;
        for (String account : accounts) {
            Held held = links.getOrDefault(account, Map.of()).get(artefact);
            if (held != null && held.link.shared() != 0) {
                Link link = held.link;
                boolean same = link.epoch() == epoch && Long.compareUnsigned(link.shared(), shared) > 0;
                if (same || link.epoch() > epoch) {
                    epoch = link.epoch();
                    shared = link.shared();
                }
            }
        }
        return shared;
    }

    /** Whether the account has any live link. */
    public boolean hasLinks(String account) {
        return links.containsKey(account);
    }

    /** Live links of all accounts. */
    public long size() {
        return size;
    }

    private void makeRoom(String account, Map<Artefact, Held> own, ArtefactKind kind, List<Change> changes) {
        List<Held> ofKind = new ArrayList<>();
        for (Held held : own.values()) {
            if (held.use.artefact.kind() == kind) {
                ofKind.add(held);
            }
        }
        if (ofKind.size() > MOST_A_KIND) {
            Use oldest = Collections.min(ofKind, OLDEST).use;
            own.remove(oldest.artefact);
            size--;
            release(oldest);
            changes.add(new Change(account, oldest.artefact, Optional.empty()));
        }
    }
}
