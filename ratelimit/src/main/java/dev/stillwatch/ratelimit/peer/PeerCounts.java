// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.Counts;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the file over all nodes. What names an account is the account's owner's; what names none belongs to the owner of
 * its domain and pairs, so that limits about more than one account hold over all nodes too. A request about one account is
 * one question; those of several owners are asked at once.
 */
public final class PeerCounts implements Counts {
    private final Counting here;
    private final Peers peers;

    /**
     * Counts over nodes.
     *
     * @param here what this node owns
     * @param peers the others
     */
    public PeerCounts(Counting here, Peers peers) {
        this.here = here;
        this.peers = peers;
    }

    @Override
    public Taken count(Taking taking, List<String> subjects) throws UndecidedException {
        Reply reply = peers.ask(key(taking, subjects), link -> link.ask(Question.count(List.of(taking))));
        return reply == null ? here.count(taking) : only(reply.taken(), 1).get(0);
    }

    @Override
    public @Nullable Taken[] count(@Nullable Taking[] takings, List<String> subjects) throws UndecidedException {
        @Nullable Taken[] taken = new Taken[takings.length];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < takings.length; i++) {
            if (takings[i] != null) {
                open.add(i);
            }
        }
        long begun = peers.now();
        for (int round = 0; !open.isEmpty(); round++) {
            if (round > 0) {
                peers.checkTime(begun);
            }
            if (round == peers.size()) {
                throw UndecidedException.ofOneKey("no node was reached");
            }
            open = count(takings, subjects, open, taken, begun);
        }
        return taken;
    }

    /**
     * Whether another node counts it now.
     *
     * @param subjects keys of pairs whose values name accounts
     */
    public boolean isElsewhere(CounterKey key, List<String> subjects) {
        return peers.decider(key(key.domain(), key.entries(), subjects)) != null;
    }

    /** Counts those, each where it belongs, and says which did not reach anybody. */
    private List<Integer> count(
            @Nullable Taking[] takings, List<String> subjects, List<Integer> open, @Nullable Taken[] taken, long begun)
            throws UndecidedException {
        Map<Neighbour, List<Integer>> elsewhere = new LinkedHashMap<>();
        List<Integer> own = new ArrayList<>();
        for (int i : open) {
            Neighbour decider = peers.decider(key(at(takings, i), subjects));
            if (decider == null) {
                own.add(i);
            } else {
                elsewhere.computeIfAbsent(decider, fresh -> new ArrayList<>()).add(i);
            }
        }
        Map<Neighbour, CompletableFuture<Reply>> asked = new LinkedHashMap<>();
        UndecidedException refused = null;
        for (Map.Entry<Neighbour, List<Integer>> one : elsewhere.entrySet()) {
            List<Taking> its = one.getValue().stream().map(i -> at(takings, i)).toList();
            try {
                asked.put(one.getKey(), one.getKey().begin(link -> link.ask(Question.count(its))));
            } catch (UndecidedException e) {
                refused = e;
            }
        }
        // Meanwhile, and even if another cannot tell: as where one node counts all of them.
        own.forEach(i -> taken[i] = here.count(at(takings, i)));
        List<Integer> unreached = await(asked, elsewhere, begun, taken);
        if (refused != null) {
            throw refused;
        }
        return unreached;
    }

    /** Waits for all of them, also where one cannot tell: whether a node is away is for others to know. */
    private static List<Integer> await(
            Map<Neighbour, CompletableFuture<Reply>> asked,
            Map<Neighbour, List<Integer>> whose,
            long begun,
            @Nullable Taken[] taken)
            throws UndecidedException {
        List<Integer> unreached = new ArrayList<>();
        UndecidedException undecided = null;
        for (Map.Entry<Neighbour, CompletableFuture<Reply>> one : asked.entrySet()) {
            List<Integer> its = whose.getOrDefault(one.getKey(), List.of());
            try {
                List<Taken> reply =
                        only(one.getKey().await(one.getValue(), begun).taken(), its.size());
                for (int i = 0; i < reply.size(); i++) {
                    taken[its.get(i)] = reply.get(i);
                }
            } catch (UnreachedException e) {
                unreached.addAll(its);
            } catch (UndecidedException e) {
                undecided = e;
            }
        }
        if (undecided != null) {
            throw undecided;
        }
        return unreached;
    }

    /** By the first account that it names, else by all that it is counted under. */
    static long key(Taking taking, List<String> subjects) {
        return key(taking.domain(), taking.entries(), subjects);
    }

    private static long key(String domain, List<Entry> entries, List<String> subjects) {
        for (Entry entry : entries) {
            if (!entry.value().isEmpty() && subjects.contains(entry.key())) {
                return Rendezvous.key(entry.value());
            }
        }
        String[] texts = new String[1 + 2 * entries.size()];
        texts[0] = domain;
        for (int i = 0; i < entries.size(); i++) {
            texts[1 + 2 * i] = entries.get(i).key();
            texts[2 + 2 * i] = entries.get(i).value();
        }
        return Rendezvous.key(texts);
    }

    private static Taking at(@Nullable Taking[] takings, int i) {
        Taking taking = takings[i];
        if (taking == null) {
            throw new IllegalStateException("nothing is counted at " + i);
        }
        return taking;
    }

    private static List<Taken> only(List<Taken> taken, int expected) throws UndecidedException {
        if (taken.size() != expected) {
            throw UndecidedException.ofOneKey(taken.size() + " answers for " + expected);
        }
        return taken;
    }
}
