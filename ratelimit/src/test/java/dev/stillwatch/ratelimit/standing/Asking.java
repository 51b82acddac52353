// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A limiter over a file that can be told what to say, with calls to ask it about; tests of it extend this. */
abstract class Asking {
    /** What the file says of whoever is within its limits. */
    static final DescriptorStatus PLENTY = new DescriptorStatus(
            Code.OK,
            Optional.of(new CurrentLimit(new Rate(1_000, Unit.MINUTE), "file")),
            900,
            Duration.ofSeconds(30),
            Optional.empty());

    final Given given = new Given();
    final StandingBook book = given.book();
    Tier seen = Tier.CLEAR;
    final AtomicInteger asked = new AtomicInteger();
    Limiter file = request -> answer(request, Code.OK);
    DomainSettings settings = DomainSettings.DEFAULT;
    final StandingLimiter limiter = new StandingLimiter(
            (request, treatment, reading) -> {
                asked.incrementAndGet();
                seen = treatment.tier();
                return behind(request, treatment);
            },
            book,
            domain -> settings,
            given.nanos,
            100);

    /** What the file answers about a subject that stands so. */
    LimitResponse behind(LimitRequest request, Treatment treatment) throws UndecidedException {
        LimitResponse response = file.decide(request);
        return new LimitResponse(response.code(), response.statuses(), treatment, response.metadata());
    }

    static LimitResponse answer(LimitRequest request, Code code) {
        DescriptorStatus status = code == Code.OK
                ? PLENTY
                : new DescriptorStatus(Code.OVER_LIMIT, PLENTY.limit(), 0, Duration.ofSeconds(9), Optional.empty());
        return new LimitResponse(
                code,
                Collections.nCopies(request.descriptors().size(), status),
                Treatment.NONE,
                Map.of("service", "one"));
    }

    static DomainSettings said(Set<Tier> silent, String... subjects) {
        return new DomainSettings(HeaderProfile.NONE, List.of(subjects), Map.of(), silent);
    }

    static LimitRequest call(String account) {
        return new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
    }

    static LimitRequest call(Descriptor... descriptors) {
        return new LimitRequest("llm", List.of(descriptors), 1);
    }

    static Descriptor hits(long hits, boolean giveBack) {
        return new Descriptor(List.of(new Entry("account", "acct")), Optional.empty(), OptionalLong.of(hits), giveBack);
    }

    int passing(String account, int calls) throws UndecidedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += limiter.decide(call(account)).passes() ? 1 : 0;
        }
        return passed;
    }
}
