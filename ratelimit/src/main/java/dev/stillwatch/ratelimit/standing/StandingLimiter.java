// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.snapshot.Round;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds subjects to their standings, and asks another limiter about everything else. In this order, so that what is
 * refused draws on nothing:
 *
 * <ol>
 *   <li>one exchange from the subject's plan, then one from the budget that it shares; if the budget has none, the plan
 *       gets its one back. A refusal here is final: the limiter behind is not asked and counts nothing, so that a blocked
 *       subject stays blocked when that one cannot tell.
 *   <li>the limiter behind. If it refuses, plan and budget get theirs back. If it cannot tell, they do not: the gateway's
 *       own rule may let the call through.
 * </ol>
 *
 * A call that is reported after it was answered ({@link LimitRequest#report}) takes its exchange where there is one, and is
 * counted by the limiter behind in any case; nothing of it goes back.
 *
 * <p>A put back exchange is missing for a moment, so a call at the same time may be refused that would have passed; none ever
 * passes that should not. In shadow mode all of this is counted alike, and refuses nothing: {@link Treatment#wouldRefuse}
 * tells. Limits of the file that are in shadow mode tell nothing here: they are counted under their own rule.
 */
public final class StandingLimiter implements Limiter, Gate {
    /** The limits of the files, tightened for whom a rung is enforced on. */
    @FunctionalInterface
    public interface FileLimits {
        /**
         * Counts the request and says whether it may pass.
         *
         * @param treatment how its subject stands, {@link Treatment#NONE} when it names none: the answer says so
         * @param reading of the book's clock, which the file's counters go by as well
         * @throws UndecidedException when it cannot tell
         */
        LimitResponse decide(LimitRequest request, Treatment treatment, long reading) throws UndecidedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(StandingLimiter.class);

    private final FileLimits behind;
    private final StandingBook book;
    private final Function<String, DomainSettings> settings;
    private final OwnDraws own;
    private final Draws draws;
    private final PlanAsking plans;

    private final LongAdder refused = new LongAdder();
    private final LongAdder undecided = new LongAdder();
    private final LongAdder undecidedChanges = new LongAdder();
    private final AtomicBoolean cannotTell = new AtomicBoolean();

    /**
     * A limiter round another one.
     *
     * @param behind decides by the limits file
     * @param book what standings and acts come to
     * @param settings what each domain's file says about standings
     * @param nanos the book's clock that never steps
     * @param mostBuckets plans counted at most, and budgets
     */
    public StandingLimiter(
            FileLimits behind,
            StandingBook book,
            Function<String, DomainSettings> settings,
            LongSupplier nanos,
            int mostBuckets) {
        this(behind, book, settings, nanos, mostBuckets, LastStates.NONE, InstantSource.system());
    }

    /**
     * A limiter round another one, whose buckets begin from what was left of them.
     *
     * @param behind decides by the limits file
     * @param book what standings and acts come to
     * @param settings what each domain's file says about standings
     * @param nanos the book's clock that never steps
     * @param mostBuckets plans counted at most, and budgets
     * @param last what is known of plans and budgets from before
     * @param wall tells how long ago that was
     */
    public StandingLimiter(
            FileLimits behind,
            StandingBook book,
            Function<String, DomainSettings> settings,
            LongSupplier nanos,
            int mostBuckets,
            LastStates last,
            InstantSource wall) {
        this(behind, book, settings, new OwnDraws(nanos, mostBuckets, last, wall));
    }

    private StandingLimiter(
            FileLimits behind, StandingBook book, Function<String, DomainSettings> settings, OwnDraws own) {
        this(behind, book, settings, own, own);
    }

    /**
     * A limiter round another one, whose plans and budgets may be with others.
     *
     * @param behind decides by the limits file
     * @param book what standings and acts come to
     * @param settings what each domain's file says about standings
     * @param own plans and budgets that are counted here
     * @param draws where each plan and budget is
     */
    public StandingLimiter(
            FileLimits behind,
            StandingBook book,
            Function<String, DomainSettings> settings,
            OwnDraws own,
            Draws draws) {
        this.behind = behind;
        this.book = book;
        this.settings = settings;
        this.own = own;
        this.draws = draws;
        this.plans = new PlanAsking(book, draws, undecided);
    }

    @Override
    public LimitResponse decide(LimitRequest request) throws UndecidedException {
        long now = book.now();
        Found found = find(request, now);
        return found == null
                ? ask(request, Treatment.NONE, now)
                : decide(request, found, plans.ask(request, found), now);
    }

    @Override
    public Pass pass(LimitRequest request) throws UndecidedException {
        long now = book.now();
        Found found = find(request, now);
        if (found == null) {
            return Pass.without(ask(request, Treatment.NONE, now));
        }
        Asked asked = plans.ask(request, found);
        LimitResponse response = decide(request, found, asked, now);
        return new Pass(
                response,
                Optional.ofNullable(asked.enforced().refusal()),
                Optional.ofNullable(asked.enforced().plan()),
                Answer.shares(found, asked.ring()),
                response.passes() ? () -> asked.putBack(draws) : () -> {});
    }

    @Override
    public boolean isBlocked(LimitRequest request) {
        Found found = find(request, book.now());
        Applied applied = found == null ? null : found.applied();
        return applied != null
                && applied.enforced()
                && (applied.blocked()
                        || book.budgetOf(applied).filter(Applied::blocked).isPresent());
    }

    private @Nullable Found find(LimitRequest request, long now) {
        return Found.in(request, settings.apply(request.domain()), book, now);
    }

    /** For whoever tells what plans and budgets hold. */
    public List<Round<?, ?>> rounds() {
        return own.rounds();
    }

    /** Counts so far. */
    public LimiterTally tally() {
        return new LimiterTally(refused.sum(), undecided.sum(), undecidedChanges.sum(), own.size(), own.lost());
    }

    private LimitResponse decide(LimitRequest request, Found found, Asked asked, long now) throws UndecidedException {
        Applied applied = found.applied();
        PlanTaken refusal = asked.enforced().refusal();
        if (applied != null && refusal != null && !request.report()) {
            refused.increment();
            return Answer.refusal(request, found, applied, asked.enforced(), refusal);
        }
        Treatment treatment = found.treatment();
        if (asked.equals(Asked.NOTHING)) {
            return ask(request, treatment, now);
        }
        // Others may have been asked, which takes its time.
        LimitResponse response = ask(request, treatment, book.now());
        Optional<String> would = Optional.empty();
        if (response.passes()) {
            // Of a call that is reported nothing was refused: it has been answered.
            would = refusal == null ? asked.would() : Optional.empty();
        } else if (!request.report()) {
            asked.putBack(draws);
        }
        return new LimitResponse(
                response.code(),
                Answer.statuses(request, response, found, asked.enforced()),
                treatment.refusing(would),
                response.metadata(),
                response.spared());
    }

    private LimitResponse ask(LimitRequest request, Treatment treatment, long now) throws UndecidedException {
        try {
            LimitResponse response = behind.decide(request, treatment, now);
            if (cannotTell.get() && cannotTell.compareAndSet(true, false)) {
                undecidedChanges.increment();
                LOG.info("limits are decided again");
            }
            return response;
        } catch (UndecidedException e) {
            if (e.isOfOneKey()) {
                undecided.increment();
            } else {
                tellUndecided(e.getMessage());
            }
            throw e;
        } catch (RuntimeException e) {
            tellUndecided(e.getClass().getName());
            throw new UndecidedException("the limiter failed: " + e.getClass().getName());
        }
    }

    private void tellUndecided(@Nullable String why) {
        undecided.increment();
        if (!cannotTell.get() && cannotTell.compareAndSet(false, true)) {
            undecidedChanges.increment();
            LOG.warn(
                    "limits cannot be decided: gateways follow their own rule, blocked subjects stay blocked why={}",
                    why);
        }
    }
}
