// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.follow.DecisionWriter;
import dev.stillwatch.ratelimit.follow.StandingFollower;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limiter while its cluster does not answer; on a cluster it is tested by its command. */
@Timeout(60)
final class FollowingTest {
    private static final String NOBODY = "127.0.0.1:1";

    private static DecisionLog log() {
        return new DecisionLog("limiter-1", InstantSource.system(), 10, 10);
    }

    @Test
    void aCallBeforeStandingsAreReadIsUndecidedAndRecordedUnlessItOnlyLooks() {
        StandingBook book = new StandingBook(InstantSource.system(), System::nanoTime, 10);
        StandingLimiter standings = new StandingLimiter(
                (request, treatment, reading) -> new LimitResponse(
                        DescriptorStatus.Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of()),
                book,
                domain -> DomainSettings.DEFAULT,
                System::nanoTime,
                10);
        DecisionLog log = log();
        LimitRequest call = new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", "acct"))), 1);
        StandingFollower follower = StandingFollower.start(NOBODY, DeploymentKey.of(1, new byte[32]), book);
        // Its writer has a log of its own, so that this one is rolled here.
        DecisionWriter writer = DecisionWriter.start(NOBODY, log());
        Keeping keeping = Keeping.start(NOBODY, DeploymentKey.of(1, new byte[32]));
        try (Following following = new Following(book, standings, log, follower, writer, keeping)) {
            assertThat(following.isReady()).isFalse();
            assertThatThrownBy(() -> following.looking().decide(call)).isInstanceOf(UndecidedException.class);
            assertThatThrownBy(() -> following.counted().decide(call)).isInstanceOf(UndecidedException.class);
        }

        log.roll();
        assertThat(log.poll(10)).singleElement().satisfies(one -> {
            assertThat(one.outcome()).isEqualTo(Outcome.UNDECIDED);
            assertThat(one.domain()).isEqualTo("llm");
            assertThat(one.count()).isEqualTo(1);
        });
    }
}
