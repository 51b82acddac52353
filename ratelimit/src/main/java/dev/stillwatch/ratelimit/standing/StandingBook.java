// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest standing of every subject and what people decided, and what both come to. Laws, all held by tests:
 *
 * <ul>
 *   <li>The higher version wins; an equal or lower one is ignored. Only when what is held has ended may a lower version
 *       that was judged later follow: a judge that lost its memory counts anew.
 *   <li>A standing holds for its validity, counted from its receipt by a clock that never steps. What lay on the topic
 *       before the start is taken only up to the age that it allows, by the wall clock.
 *   <li>Nothing is enforced that is in shadow mode. A subject above the highest promoted rung is held to that rung.
 *   <li>A suspension blocks only if a person approved a version of it, and is a restriction otherwise.
 *   <li>A subject whose standing says that it is enforced makes room for none whose standing does not, while it is valid.
 *       What acts make of a standing does not count there.
 * </ul>
 */
public final class StandingBook {
    /**
     * Subject of acts on the whole limiter: an undo or a suppression returns everything to shadow mode, a promotion
     * takes that back.
     */
    public static final String WHOLE_LIMITER = "stillwatch.limiter";

    /** Subjects held by default; 220 MB when each has five reasons and a ring. */
    public static final int MOST_SUBJECTS = 200_000;

    private static final Logger LOG = LoggerFactory.getLogger(StandingBook.class);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Shelf shelf;
    private final ActBook acts;
    private final Endings endings;
    private final Meaning meaning;
    private volatile boolean stoppedHere;
    private boolean stoppedBefore;

    private final LongAdder taken = new LongAdder();
    private final LongAdder notNewer = new LongAdder();
    private final LongAdder tooOld = new LongAdder();
    private final LongAdder noRoom = new LongAdder();
    private final LongAdder forgotten = new LongAdder();
    private final LongAdder actsTaken = new LongAdder();
    private final LongAdder actsForgotten = new LongAdder();
    private final LongAdder tierChanges = new LongAdder();
    private final LongAdder modeChanges = new LongAdder();

    /**
     * An empty book.
     *
     * @param wall tells the age of what lay on the topic, and when acts end; read on receipt only
     * @param nanos a clock that never steps, in nanoseconds, such as {@link System#nanoTime}
     * @param mostSubjects subjects held at most, at least 1; as many subjects of acts are
     */
    public StandingBook(InstantSource wall, LongSupplier nanos, int mostSubjects) {
        this.wall = wall;
        this.nanos = nanos;
        this.shelf = new Shelf(mostSubjects);
        this.acts = new ActBook(mostSubjects);
        this.endings = new Endings(mostSubjects);
        this.meaning = new Meaning(shelf, acts, this::stopped);
    }

    /** Takes a standing that was published while this limiter listened. */
    public Receipt accept(Standing standing) {
        return take(standing, true);
    }

    /** Takes a standing that was published before this limiter started, unless it is too old by now. */
    public Receipt recall(Standing standing) {
        if (standing.asOf() < wall.millis() - standing.maximumAgeMillis()) {
            tooOld.increment();
            return Receipt.TOO_OLD;
        }
        // All of them come at once then: they are counted, not told one by one.
        return take(standing, false);
    }

    /** Takes what a person decided; acts that decide nothing about limits are ignored. */
    public synchronized void acceptAct(Act act) {
        if (act.kind() == Act.Kind.REVIEW) {
            return;
        }
        long now = nanos.getAsLong();
        tellEndings(now);
        long ends = act.until() == 0 ? 0 : now + TimeUnit.MILLISECONDS.toNanos(act.until() - wall.millis());
        Tier before = tierOf(act.subject(), now);
        Tier promotedBefore = acts.onPolicy(act.subject()).promoted(now);
        Rulings.InForce next = new Rulings.InForce(act, ends);
        endings.add(next, now);
        if (!acts.put(next, now)) {
            actsForgotten.increment();
            LOG.warn("acts forgotten: more subjects than there is room for");
        }
        actsTaken.increment();
        tellChange(before, act.subject(), now, true);
        tellPromotion(promotedBefore, act.subject(), now);
        tellSwitch(now);
    }

    /** Tells what only time has changed: that an act with an end is over, of the kill switch, too. To be called now and then. */
    public synchronized void look() {
        long now = nanos.getAsLong();
        tellEndings(now);
        tellSwitch(now);
    }

    /** What holds for the subject now; empty when no standing does. */
    public Optional<Applied> find(String subject) {
        return Optional.ofNullable(find(subject, now()));
    }

    /** What holds for the subject at that instant of the clock that never steps; null when no standing does. */
    @Nullable
    Applied find(String subject, long now) {
        Held held = shelf.get(subject);
        if (held == null) {
            return null;
        }
        if (held.expired(now)) {
            tellEnd(held, now);
            return null;
        }
        return meaning.of(held, now);
    }

    /** What time it is by the clock that never steps. */
    long now() {
        return nanos.getAsLong();
    }

    /** The standing of the ring whose budget the subject draws on; empty when it draws on none. */
    public Optional<Applied> budgetOf(Applied applied) {
        String budget = applied.standing().budget();
        return budget.isEmpty() || !applied.limits()
                ? Optional.empty()
                : find(budget).filter(Applied::limits);
    }

    /** The kill switch of this node: everything is in shadow mode from now on; no act takes it back. */
    public synchronized void stop() {
        stoppedHere = true;
        acts.changed();
        tellSwitch(nanos.getAsLong());
    }

    /** Whether everything is in shadow mode by the kill switch, of this node or by an act. */
    public boolean stopped() {
        return stopped(nanos.getAsLong());
    }

    /** Counts so far. */
    public BookTally tally() {
        return new BookTally(
                shelf.size(),
                taken.sum(),
                notNewer.sum(),
                tooOld.sum(),
                noRoom.sum(),
                forgotten.sum(),
                actsTaken.sum(),
                actsForgotten.sum(),
                tierChanges.sum(),
                modeChanges.sum());
    }

    private synchronized Receipt take(Standing standing, boolean tells) {
        long now = nanos.getAsLong();
        Held before = shelf.get(standing.subject());
        if (before != null && !supersedes(standing, before, now)) {
            notNewer.increment();
            return Receipt.NOT_NEWER;
        }
        Tier tierBefore = before == null || before.expired(now)
                ? Tier.CLEAR
                : meaning.of(before, now).tier();
        Held next = before == null ? Held.first(standing, now) : before.followedBy(standing, now);
        Shelf.Outcome outcome = shelf.put(next, now);
        if (outcome == Shelf.Outcome.NO_ROOM) {
            noRoom.increment();
            LOG.warn("standing ignored: no room among subjects that weigh more");
            return Receipt.NO_ROOM;
        }
        if (outcome == Shelf.Outcome.TAKEN_FOR_ANOTHER) {
            forgotten.increment();
        }
        taken.increment();
        tellChange(tierBefore, standing.subject(), now, tells);
        return Receipt.TAKEN;
    }

    private static boolean supersedes(Standing next, Held before, long now) {
        Standing known = before.standing();
        return next.version() > known.version() || before.expired(now) && next.asOf() > known.asOf();
    }

    private boolean stopped(long now) {
        return stoppedHere || acts.onLimiter().stops(now);
    }

    private Tier tierOf(String subject, long now) {
        Held held = shelf.get(subject);
        return held == null || held.expired(now)
                ? Tier.CLEAR
                : meaning.of(held, now).tier();
    }

    private void tellChange(Tier before, String subject, long now, boolean tells) {
        Tier after = tierOf(subject, now);
        Held held = shelf.get(subject);
        if (held == null || before == after || !(before.atLeast(Tier.THROTTLE) || after.atLeast(Tier.THROTTLE))) {
            return;
        }
        tierChanges.increment();
        if (!tells) {
            return;
        }
        LOG.info(
                "enforced tier changed from={} to={} policy={} version={}",
                before,
                after,
                Words.plain(held.standing().policy()),
                held.standing().version());
    }

    private void tellEnd(Held held, long now) {
        if (held.told().compareAndSet(false, true) && meaning.of(held, now).enforced()) {
            tierChanges.increment();
            LOG.info(
                    "enforced standing ended: not said again within its validity policy={} version={}",
                    Words.plain(held.standing().policy()),
                    held.standing().version());
        }
    }

    /** By what held until the very end: acts that came since were told when they came. */
    private void tellEndings(long now) {
        for (Rulings.InForce ended : endings.ended(now)) {
            String subject = ended.act().subject();
            long before = ended.ends() - 1;
            tellPromotion(acts.onPolicy(subject).promoted(before), subject, ended.ends());
            tellChange(tierOf(subject, before), subject, ended.ends(), true);
        }
    }

    private void tellPromotion(Tier before, String policy, long now) {
        Tier promoted = acts.onPolicy(policy).promoted(now);
        if (promoted != before) {
            modeChanges.increment();
            LOG.info("policy promoted policy={} from={} to={}", Words.plain(policy), before, promoted);
        }
    }

    private void tellSwitch(long now) {
        boolean stopped = stopped(now);
        if (stopped != stoppedBefore) {
            stoppedBefore = stopped;
            modeChanges.increment();
            LOG.warn(stopped ? "kill switch: everything is in shadow mode" : "kill switch released");
        }
    }
}
