// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.DAY;
import static dev.stillwatch.ratelimit.standing.Given.NOW;
import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What a standing came to is told again only while working it out anew would tell the same, to the nanosecond. */
class KeptMeaningTest {
    private static final long MINUTE = 60_000;
    private static final Duration NANO = Duration.ofNanos(1);

    private final Given given = new Given();
    private final StandingBook book = given.book();

    private Tier tier() {
        return book.find("acct").map(Applied::tier).orElse(Tier.CLEAR);
    }

    @Test
    void whatNothingHasChangedIsOneAnswer() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        Applied first = book.find("acct").orElseThrow();
        given.pass(Duration.ofMinutes(1));
        assertThat(book.find("acct").orElseThrow()).isSameAs(first);
    }

    @Test
    void aSuppressionHoldsToItsLastNanosecondAndNotLonger() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        holdsForAMinute(given.act("acct", Kind.SUPPRESS, Tier.CLEAR, 0, NOW + MINUTE), Tier.RESTRICT, Tier.WATCH);
    }

    @Test
    void aPromotionHoldsToItsLastNanosecondAndNotLonger() {
        book.accept(shadow("acct", Tier.RESTRICT, 7));
        holdsForAMinute(
                given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE), Tier.WATCH, Tier.RESTRICT);
    }

    private void holdsForAMinute(Act act, Tier without, Tier with) {
        assertThat(tier()).isEqualTo(without);
        book.acceptAct(act);
        assertThat(tier()).isEqualTo(with);
        given.pass(Duration.ofMillis(MINUTE).minus(NANO));
        assertThat(tier()).isEqualTo(with);
        given.pass(NANO);
        assertThat(tier()).isEqualTo(without);
    }

    @Test
    void aStandingHoldsToItsLastNanosecondAndNotLonger() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        given.pass(Duration.ofMillis(DAY).minus(NANO));
        assertThat(tier()).isEqualTo(Tier.RESTRICT);
        given.pass(NANO);
        assertThat(book.find("acct")).isEmpty();
    }

    @Test
    void theKillSwitchOfThisNodeHoldsAtOnce() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        assertThat(tier()).isEqualTo(Tier.RESTRICT);
        book.stop();
        assertThat(tier()).isEqualTo(Tier.WATCH);
    }

    @Test
    void theKillSwitchOfAllNodesHoldsToItsLastNanosecondAndNotLonger() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        holdsForAMinute(
                given.act(StandingBook.WHOLE_LIMITER, Kind.SUPPRESS, Tier.CLEAR, 0, NOW + MINUTE),
                Tier.RESTRICT,
                Tier.WATCH);
    }

    @Test
    void aMemberIsBlockedNoLongerThanItsRingIsSuspended() {
        Say member = Say.of("acct", Tier.SUSPEND, 0).plan(Applied.BLOCK).inRing("ring");
        book.accept(Say.of("ring", Tier.SUSPEND, 0)
                .plan(Applied.BLOCK)
                .inRing("ring")
                .standing());
        book.accept(member.standing());
        book.acceptAct(given.act("ring", Kind.APPROVE, Tier.SUSPEND, 1));
        assertThat(tier()).isEqualTo(Tier.SUSPEND);
        book.accept(Say.of("ring", Tier.RESTRICT, 5).inRing("ring").version(2).standing());
        assertThat(tier()).isEqualTo(Tier.RESTRICT);
    }

    @Test
    void whoeverAsksOfAnEarlierInstantIsToldOfThatOne() {
        book.accept(shadow("acct", Tier.RESTRICT, 7));
        book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE));
        long within = book.now();
        given.pass(Duration.ofMinutes(1));
        assertThat(tier()).isEqualTo(Tier.WATCH);
        Applied then = book.find("acct", within);
        assertThat(then == null ? Tier.CLEAR : then.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(tier()).isEqualTo(Tier.WATCH);
    }

    /** Whatever came in whatever order: a book that is asked all the time says what one says that was never asked before. */
    @Test
    void aBookThatIsAskedAllTheTimeSaysWhatOneSaysThatIsAskedOnce() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            Given clocks = new Given();
            StandingBook asked = clocks.book();
            List<BiConsumer<Given, StandingBook>> story = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                BiConsumer<Given, StandingBook> next = random.nextBoolean() ? event(random, clocks, i) : pause(random);
                next.accept(clocks, asked);
                story.add(next);
                assertThat(said(asked)).as("seed %d event %d", seed, i).isEqualTo(said(replayed(story)));
            }
        }
    }

    private static List<Optional<Applied>> said(StandingBook book) {
        return List.of(book.find("a"), book.find("b"), book.find("ring"));
    }

    private static StandingBook replayed(List<BiConsumer<Given, StandingBook>> story) {
        Given clocks = new Given();
        StandingBook book = clocks.book();
        story.forEach(one -> one.accept(clocks, book));
        return book;
    }

    private static BiConsumer<Given, StandingBook> pause(Random random) {
        Duration pause = Duration.ofMillis((1 + random.nextInt(3)) * MINUTE / 2);
        return (clocks, book) -> clocks.pass(pause);
    }

    private static BiConsumer<Given, StandingBook> event(Random random, Given clocks, int number) {
        String subject = List.of("a", "b", "ring").get(random.nextInt(3));
        Tier tier = Tier.values()[random.nextInt(Tier.values().length)];
        long now = clocks.wallMillis.get();
        if (random.nextInt(3) == 0) {
            Say say = Say.of(subject, tier, tier == Tier.SUSPEND ? 0 : 5)
                    .inRing(random.nextBoolean() ? "ring" : "")
                    .version(number + 1L)
                    .asOf(now);
            Standing standing = (random.nextBoolean() ? say : say.shadow()).standing();
            return (there, book) -> book.accept(standing);
        }
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        String about =
                kind == Kind.PROMOTE ? Given.POLICY : random.nextInt(8) == 0 ? StandingBook.WHOLE_LIMITER : subject;
        Act act = clocks.act(about, kind, tier, number, random.nextBoolean() ? 0 : now + random.nextInt(4) * MINUTE);
        return (there, book) -> book.acceptAct(act);
    }

    @Test
    void anActHoldsForWhoeverAsksAfterItWasTakenWhileOthersAskAllTheTime() throws InterruptedException {
        book.accept(shadow("acct", Tier.RESTRICT, 7));
        AtomicBoolean over = new AtomicBoolean();
        Thread asking = new Thread(() -> {
            while (!over.get()) {
                tier();
            }
        });
        asking.start();
        try {
            for (int i = 0; i < 5_000; i++) {
                Tier rung = i % 2 == 0 ? Tier.RESTRICT : Tier.CLEAR;
                given.pass(Duration.ofMillis(1));
                book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, rung, 0));
                assertThat(tier()).as("act %d", i).isEqualTo(i % 2 == 0 ? Tier.RESTRICT : Tier.WATCH);
            }
        } finally {
            over.set(true);
            asking.join();
        }
    }
}
