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

    private static final Comparator<Map.Entry<Artefact, Link>> OLDEST = Comparator.comparingLong(
                    (Map.Entry<Artefact, Link> entry) -> entry.getValue().epoch())
            .thenComparing(entry -> entry.getValue().since())
            .thenComparing(Map.Entry::getKey);

    private final Set<ArtefactKind> kinds;
    private final long liveMillis;
    private final Map<String, Map<Artefact, Link>> links = new HashMap<>();
    /** Accounts with each artefact. */
    private final Map<Artefact, Integer> holders = new HashMap<>();

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

    /** A link that came, or went when {@code now} is empty. */
    public record Change(String account, Artefact artefact, Optional<Link> now) {}

    /** Takes an edge; says what has to be kept elsewhere too. */
    public List<Change> add(Edge edge) {
        if (!kinds.contains(edge.kind())) {
            return List.of();
        }
        Artefact artefact = new Artefact(edge.kind(), edge.artefact());
        Map<Artefact, Link> own = links.getOrDefault(edge.account(), Map.of());
        Link before = own.get(artefact);
        Link now = before == null ? Link.of(edge) : before.with(Link.of(edge));
        if (now.equals(before)) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(edge.account(), artefact, Optional.of(now)));
        if (before == null) {
            Map<Artefact, Link> grown = put(edge.account(), artefact, now);
            makeRoom(edge.account(), grown, edge.kind(), changes);
        } else {
            own.put(artefact, now);
            changed |= now.since() != before.since() && isShared(artefact);
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
            boolean dead = entry.getValue().epoch() + liveMillis <= time;
            if (dead) {
                size--;
                release(entry.getKey());
                gone.add(new Change(account, entry.getKey(), Optional.empty()));
            }
            return dead;
        }));
        changed |= links.values().removeIf(Map::isEmpty);
        return gone;
    }

    private Map<Artefact, Link> put(String account, Artefact artefact, Link link) {
        Map<Artefact, Link> own = links.get(account);
        if (own == null) {
            own = new HashMap<>();
            links.put(account, own);
            changed = true;
        }
        own.put(artefact, link);
        size++;
        holders.merge(artefact, 1, Integer::sum);
        changed |= isShared(artefact);
        return own;
    }

    private void release(Artefact artefact) {
        changed |= isShared(artefact);
        holders.computeIfPresent(artefact, (key, count) -> count == 1 ? null : count - 1);
    }

    private boolean isShared(Artefact artefact) {
        return holders.getOrDefault(artefact, 0) > 1;
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
            own.forEach((artefact, link) -> {
                if (isShared(artefact)) {
                    sightings.add(new Footprint.Sighting(artefact, link.since()));
                }
            });
            footprints.add(new Footprint(account, party.apply(account), sightings));
        });
        return footprints;
    }

    /** Share of the account's exchanges that used the artefact, 0..1; 0 where that is not live. */
    public double share(String account, Artefact artefact) {
        Link link = links.getOrDefault(account, Map.of()).get(artefact);
        return link == null ? 0 : link.share();
    }

    /** Event time at which the account was first seen with anything that is live; the greatest number when with nothing. */
    public long firstSeen(String account) {
        long first = Long.MAX_VALUE;
        for (Link link : links.getOrDefault(account, Map.of()).values()) {
            first = Math.min(first, link.since());
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
            Link link = links.getOrDefault(account, Map.of()).get(artefact);
            if (link != null && link.shared() != 0) {
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

    private void makeRoom(String account, Map<Artefact, Link> own, ArtefactKind kind, List<Change> changes) {
        List<Map.Entry<Artefact, Link>> ofKind = new ArrayList<>();
        for (Map.Entry<Artefact, Link> entry : own.entrySet()) {
            if (entry.getKey().kind() == kind) {
                ofKind.add(entry);
            }
        }
        if (ofKind.size() > MOST_A_KIND) {
            Artefact oldest = Collections.min(ofKind, OLDEST).getKey();
            own.remove(oldest);
            size--;
            release(oldest);
            changes.add(new Change(account, oldest, Optional.empty()));
        }
    }
}
