// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of a limiter as one of them sees them. The owner of a key decides; while it is away, the next in the key's
 * order. A question that did not reach its node is asked again, of the next one where the node is away now; of one that
 * may have been counted and was not answered, nobody can tell.
 */
public final class Peers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final int MOST_NAMED = 100;
    private static final long BETWEEN_GREETINGS = TimeUnit.MILLISECONDS.toNanos(20);

    private final NodeList list;
    private final Patience patience;
    private final LongSupplier nanos;
    private final long self;
    private final long fingerprint;
    private final List<Neighbour> others;
    private final LongAdder answered = new LongAdder();
    private final LongAdder differing = new LongAdder();
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    /**
     * Nodes of which nothing is known yet.
     *
     * @param list who they are
     * @param links the way to each
     * @param patience how long they wait for each other
     * @param nanos a clock that never steps
     */
    public Peers(NodeList list, Function<Node, Link> links, Patience patience, LongSupplier nanos) {
        this.list = list;
        this.patience = patience;
        this.nanos = nanos;
        this.self = Rendezvous.key(list.self());
        this.fingerprint = list.fingerprint();
        List<Neighbour> all = new ArrayList<>();
        for (Node node : list.nodes()) {
            if (!node.name().equals(list.self())) {
                all.add(new Neighbour(node, links.apply(node), patience, nanos));
            }
        }
        this.others = List.copyOf(all);
    }

    /** The name of this node. */
    public String self() {
        return list.self();
    }

    /**
     * Greets all others, some times each, so that first questions meet a way that is open; those that are not there are away.
     *
     * @param most longest to wait
     */
    public void greet(Duration most) {
        long end = nanos.getAsLong() + most.toNanos();
        for (Neighbour other : others) {
            boolean there = false;
            while (!there && !other.isAway() && nanos.getAsLong() - end < 0) {
                there = greeted(other, end - nanos.getAsLong());
                if (!there) {
                    LockSupport.parkNanos(BETWEEN_GREETINGS);
                }
            }
        }
    }

    /** Greets those who are due; to be called now and then, so that no request finds out who is back, or a way that is closed. */
    public void look() {
        others.forEach(Neighbour::look);
    }

    /**
     * Asks whoever decides on an account now.
     *
     * @return empty when it is this node
     * @throws UndecidedException when it cannot be known, or the one that decides cannot tell
     */
    public Optional<Passed> pass(String account, Passing call) throws UndecidedException {
        return Optional.ofNullable(ask(Rendezvous.key(account), link -> link.pass(call)));
    }

    /** The name of the node that decides on an account now. */
    public String decider(String account) {
        Neighbour decider = decider(Rendezvous.key(account));
        return decider == null ? list.self() : decider.node().name();
    }

    /** Whether another node decides on an account, or a ring, now. */
    public boolean isElsewhere(String account) {
        return decider(Rendezvous.key(account)) != null;
    }

    /** Passes a call on to a node by its name; empty when it is this node, or there is none of that name. */
    public Optional<Passed> passTo(String name, Passing call) throws UndecidedException {
        for (Neighbour other : others) {
            if (other.node().name().equals(name)) {
                if (!other.isThere()) {
                    throw UndecidedException.ofOneKey(name + " is away");
                }
                try {
                    return Optional.of(other.await(other.begin(link -> link.pass(call)), nanos.getAsLong()));
                } catch (UnreachedException e) {
                    throw UndecidedException.ofOneKey(name + ": " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** Notes a question of another node, which is about to be decided here. */
    public void asked(String from, String to, long nodes) {
        answered.increment();
        if (nodes == fingerprint && to.equals(list.self())) {
            return;
        }
        differing.increment();
        if (named.size() < MOST_NAMED && named.add(from)) {
            LOG.warn(
                    "a node has another list of nodes: the two may both count one key from={} asked-for={} self={}",
                    plain(from),
                    plain(to),
                    list.self());
        }
    }

    /** Counts so far. */
    public PeerTally tally() {
        return new PeerTally(
                list.nodes().size(),
                (int) others.stream().filter(Neighbour::isAway).count(),
                sum(other -> other.turns.sum()),
                sum(other -> other.asked.sum()),
                sum(other -> other.unreached.sum()),
                sum(other -> other.silent.sum()),
                sum(other -> other.full.sum()),
                answered.sum(),
                differing.sum());
    }

    @Override
    public void close() {
        others.forEach(Neighbour::close);
    }

    /** Who decides on a key now, null when it is this node. */
    @Nullable
    Neighbour decider(long key) {
        Neighbour best = null;
        long highest = Rendezvous.score(self, key);
        for (Neighbour other : others) {
            long score = Rendezvous.score(other.hash(), key);
            if (Long.compareUnsigned(score, highest) > 0 && other.isThere()) {
                best = other;
                highest = score;
            }
        }
        return best;
    }

    /** Asks whoever decides on a key now; null when it is this node. */
    <T> @Nullable T ask(long key, Function<Link, CompletableFuture<T>> question) throws UndecidedException {
        long begun = nanos.getAsLong();
        for (int tries = 0; tries <= others.size(); tries++) {
            Neighbour decider = decider(key);
            if (decider == null) {
                return null;
            }
            try {
                return decider.await(decider.begin(question), begun);
            } catch (UnreachedException e) {
                checkTime(begun);
                LOG.debug("asked again, was not reached node={}", decider.node().name());
            }
        }
        throw UndecidedException.ofOneKey("no node was reached");
    }

    /** A request that has waited as long as it may asks nobody else. */
    void checkTime(long begun) throws UndecidedException {
        if (nanos.getAsLong() - begun >= patience.answer().toNanos()) {
            throw UndecidedException.ofOneKey("no node was reached in time");
        }
    }

    long now() {
        return nanos.getAsLong();
    }

    /** How often all of them may be tried in turn. */
    int size() {
        return others.size() + 1;
    }

    private boolean greeted(Neighbour other, long most) {
        try {
            return other.greet().get(Math.max(0, most), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private long sum(ToLongFunction<Neighbour> count) {
        return others.stream().mapToLong(count).sum();
    }

    /** Others wrote it, so it may hold anything that the owner's door lets in. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
