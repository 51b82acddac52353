// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Limits in a table that never reset: enough to see what doors make of requests and answers. */
final class TableLimiter implements Limiter {
    static final Duration RESET = Duration.ofMillis(12_500);

    private final Map<String, CurrentLimit> limits = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final List<LimitRequest> asked = new ArrayList<>();
    private Treatment treatment = Treatment.NONE;
    private Map<String, Object> metadata = Map.of();
    private Optional<RuntimeException> fault = Optional.empty();
    private boolean undecided;
    private boolean silentAboutStatuses;

    /** A limit on descriptors of these keys, such as {@code account/model}, for each of their values. */
    synchronized void limit(String keys, CurrentLimit limit) {
        limits.put(keys, limit);
    }

    synchronized void treat(Treatment next) {
        treatment = next;
    }

    synchronized void describe(Map<String, Object> next) {
        metadata = next;
    }

    synchronized void undecided(boolean next) {
        undecided = next;
    }

    synchronized void fault(Optional<RuntimeException> next) {
        fault = next;
    }

    synchronized void answerWithoutStatuses(boolean next) {
        silentAboutStatuses = next;
    }

    synchronized LimitRequest lastAsked() {
        return asked.get(asked.size() - 1);
    }

    synchronized int timesAsked() {
        return asked.size();
    }

    /** Forgets what was asked, taken and set; the limits stay. */
    synchronized void reset() {
        counts.clear();
        asked.clear();
        treatment = Treatment.NONE;
        metadata = Map.of();
        fault = Optional.empty();
        undecided = false;
        silentAboutStatuses = false;
    }

    @Override
    public synchronized LimitResponse decide(LimitRequest request) throws UndecidedException {
        asked.add(request);
        if (undecided) {
            throw new UndecidedException("told so by a test");
        }
        if (fault.isPresent()) {
            throw fault.get();
        }
        List<DescriptorStatus> statuses =
                request.descriptors().stream().map(one -> status(request, one)).toList();
        Code code = statuses.stream().anyMatch(status -> status.code() == Code.OVER_LIMIT) ? Code.OVER_LIMIT : Code.OK;
        return new LimitResponse(code, silentAboutStatuses ? List.of() : statuses, treatment, metadata);
    }

    private DescriptorStatus status(LimitRequest request, Descriptor descriptor) {
        String keys = descriptor.entries().stream().map(Entry::key).collect(Collectors.joining("/"));
        Optional<CurrentLimit> limit = descriptor
                .override()
                .map(rate -> new CurrentLimit(rate, ""))
                .or(() -> Optional.ofNullable(limits.get(keys)));
        if (limit.isEmpty()) {
            return DescriptorStatus.NO_LIMIT;
        }
        long hits = descriptor.hits().orElse(request.hits());
        long count = counts.merge(
                request.domain() + descriptor.entries(),
                descriptor.giveBack() ? 0 : hits,
                (before, added) -> descriptor.giveBack() ? Math.max(0, before - hits) : before + added);
        Rate rate = limit.get().rate();
        boolean over = count > rate.requests() && !descriptor.giveBack();
        return new DescriptorStatus(
                over ? Code.OVER_LIMIT : Code.OK,
                limit,
                Math.max(0, rate.requests() - count),
                RESET,
                over ? Optional.of(RESET) : Optional.empty());
    }
}
