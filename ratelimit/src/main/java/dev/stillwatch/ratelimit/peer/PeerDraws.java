// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.standing.Drawing;
import dev.stillwatch.ratelimit.standing.Drawn;
import dev.stillwatch.ratelimit.standing.Draws;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import dev.stillwatch.ratelimit.standing.PlanTaken;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans and budgets over all nodes. A plan is its subject's owner's and a budget its ring's, so that neither moves when an
 * account joins a ring: where these are two nodes, they are asked one after the other. A plan of zero refuses without waiting
 * for anybody, and so does an enforced budget of zero, so that who is blocked stays blocked when nobody answers; its owner is
 * told now and then, because nothing is left after it.
 */
public final class PeerDraws implements Draws {
    private static final Logger LOG = LoggerFactory.getLogger(PeerDraws.class);
    private static final int MOST_TOLD = 10_000;
    private static final long TELL_AGAIN = TimeUnit.MINUTES.toNanos(1);

    /** A telling that failed is told again sooner, and not with every call that is refused. */
    private static final long TELL_AGAIN_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final OwnDraws here;
    private final Peers peers;

    /** When each is to be told again. */
    private final Map<Telling, Long> told = new ConcurrentHashMap<>();

    /** To whom that nothing is left of what. */
    private record Telling(String owner, boolean plan, String of) {}

    /**
     * Draws over nodes.
     *
     * @param here what this node owns
     * @param peers the others
     */
    public PeerDraws(OwnDraws here, Peers peers) {
        this.here = here;
        this.peers = peers;
    }

    @Override
    public Drawn draw(Drawing drawing) throws UndecidedException {
        if (drawing.perHour() == 0) {
            return blocked(drawing.ofPlan());
        }
        if (drawing.ringPerHour() == 0 && !drawing.shadow()) {
            return blocked(drawing.ofBudget());
        }
        if (!isParted(drawing)) {
            return drawAt(owner(drawing), drawing);
        }
        Drawn plan = drawAt(key(drawing.subject()), drawing.ofPlan());
        if (!plan.passes()) {
            return plan;
        }
        Drawn budget = drawAt(key(drawing.ring()), drawing.ofBudget());
        if (!budget.passes() && !drawing.looks()) {
            putBackAt(key(drawing.subject()), drawing.ofPlan());
        }
        return new Drawn(plan.plan(), budget.budget());
    }

    @Override
    public void putBack(Drawing drawing) {
        if (!isParted(drawing)) {
            putBackAt(owner(drawing), drawing);
            return;
        }
        putBackAt(key(drawing.subject()), drawing.ofPlan());
        putBackAt(key(drawing.ring()), drawing.ofBudget());
    }

    private Drawn drawAt(long key, Drawing drawing) throws UndecidedException {
        Reply reply = peers.ask(key, link -> link.ask(Question.draw(drawing)));
        return reply == null ? here.draw(drawing) : whole(drawing, reply.drawn());
    }

    /** What was asked and is not in the answer was not decided: it is no pass. */
    private static Drawn whole(Drawing asked, Drawn drawn) throws UndecidedException {
        PlanTaken plan = drawn.plan();
        boolean hasPlan = plan != null || !asked.asksPlan();
        boolean hasBudget = drawn.budget() != null || !asked.asksBudget() || plan != null && !plan.passes();
        if (!hasPlan || !hasBudget) {
            throw UndecidedException.ofOneKey("an answer without what was asked");
        }
        return drawn;
    }

    /** Nobody waits for it. Where nobody answers it stays taken: that costs its caller one exchange, and lets nothing pass. */
    private void putBackAt(long key, Drawing drawing) {
        Neighbour owner = peers.decider(key);
        if (owner == null) {
            here.putBack(drawing);
            return;
        }
        try {
            var unused = owner.begin(link -> link.ask(Question.putBack(drawing)));
        } catch (UndecidedException e) {
            LOG.debug("an exchange stays taken: who owns it cannot be asked why={}", e.getMessage());
        }
    }

    /** Whether plan and budget are with two nodes. */
    private boolean isParted(Drawing drawing) {
        return drawing.asksPlan()
                && drawing.asksBudget()
                && peers.decider(key(drawing.subject())) != peers.decider(key(drawing.ring()));
    }

    private static long owner(Drawing drawing) {
        return key(drawing.asksPlan() ? drawing.subject() : drawing.ring());
    }

    private static long key(String subject) {
        return Rendezvous.key(subject);
    }

    /** Of a plan of zero, or of a budget of zero. */
    private Drawn blocked(Drawing drawing) {
        Neighbour owner = peers.decider(owner(drawing));
        if (owner == null) {
            return here.draw(drawing);
        }
        boolean plan = drawing.asksPlan();
        Telling telling = new Telling(owner.node().name(), plan, plan ? drawing.subject() : drawing.ring());
        Long due = told.get(telling);
        long now = peers.now();
        if (due == null || now - due >= 0) {
            if (told.size() >= MOST_TOLD) {
                told.clear();
            }
            told.put(telling, now + TELL_AGAIN);
            tell(owner, drawing, () -> told.put(telling, now + TELL_AGAIN_AFTER_FAILURE));
        }
        return plan ? new Drawn(PlanTaken.NEVER, null) : new Drawn(null, PlanTaken.NEVER);
    }

    private static void tell(Neighbour owner, Drawing drawing, Runnable failed) {
        try {
            var unused = owner.begin(link -> link.ask(Question.draw(drawing))).whenComplete((reply, failure) -> {
                if (failure != null) {
                    failed.run();
                }
            });
        } catch (UndecidedException e) {
            failed.run();
        }
    }
}
