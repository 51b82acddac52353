// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
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
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.limits.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the limits of the files, as envoyproxy/ratelimit does: each descriptor is counted under the rule that takes
 * it, whatever becomes of the others; the request is over its limit when any of its limits is, except that quota limits
 * refuse only all together and that shadow mode refuses nothing. New limits on the shelf hold from the next request on;
 * counters of rules that did not change go on.
 */
public final class FileLimiter implements Limiter {
    private static final DescriptorStatus UNLIMITED = new DescriptorStatus(
            Code.OK, Optional.empty(), DescriptorStatus.UNLIMITED, Duration.ZERO, Optional.empty());

    private final LimitsShelf shelf;
    private final Counting counting;
    private final Modes modes;
    private volatile @Nullable Compiled compiled;

    /** A limiter over what is on the shelf, also when there is nothing yet. */
    public FileLimiter(LimitsShelf shelf, Counters counters, Modes modes) {
        this.shelf = shelf;
        this.counting = new Counting(counters);
        this.modes = modes;
    }

    @Override
    public LimitResponse decide(LimitRequest request) throws UndecidedException {
        return decide(request, Tier.CLEAR);
    }

    /**
     * Decides with the limits that a subject in that tier has: the file's own, multiplied with the domain's factor for
     * the tier. What the gateway brings is not multiplied. A silent tier is told the whole limit.
     *
     * @throws UndecidedException while no limits were ever loaded
     */
    public LimitResponse decide(LimitRequest request, Tier tier) throws UndecidedException {
        Compiled rules = compiled();
        Domain domain = rules.limits().domain(request.domain());
        List<Descriptor> descriptors = request.descriptors();
        DescriptorStatus[] statuses = new DescriptorStatus[descriptors.size()];
        if (domain == null) {
            Arrays.fill(statuses, DescriptorStatus.NO_LIMIT);
            return new LimitResponse(Code.OK, List.of(statuses), Treatment.NONE, Map.of());
        }
        @Nullable Applied[] found = new Applied[statuses.length];
        rules.find(domain, descriptors, found);
        Verdict verdict = new Verdict(modes);
        for (int i = 0; i < statuses.length; i++) {
            Applied applied = found[i];
            statuses[i] = applied == null
                    ? DescriptorStatus.NO_LIMIT
                    : status(rules, domain, applied, descriptors.get(i), request.hits(), tier);
            verdict.add(applied, statuses[i].code());
        }
        return new LimitResponse(verdict.code(), List.of(statuses), Treatment.NONE, verdict.metadata());
    }

    /** What every metric's name stands for since the start, as of now. */
    public Map<String, RuleTotals> totals() {
        Compiled known = compiled;
        return known == null ? Map.of() : known.totals().all();
    }

    private DescriptorStatus status(
            Compiled rules, Domain domain, Applied applied, Descriptor descriptor, long requestHits, Tier tier) {
        Plan plan = applied.plan();
        if (plan == null) {
            return UNLIMITED;
        }
        Rule rule = applied.rule();
        List<Entry> entries = descriptor.entries();
        DomainSettings settings = domain.settings();
        double share = tier == Tier.CLEAR || rule == null ? 1 : settings.factor(tier);
        long hits = descriptor.hits().isPresent() ? descriptor.hits().getAsLong() : requestHits;
        List<Entry> counted = rule == null ? entries : rule.countedUnder(entries);
        CounterKey key = new CounterKey(domain.name(), counted, plan);
        Optional<CurrentLimit> current = share == 1 || settings.silent().contains(tier)
                ? applied.current()
                : applied.current().map(whole -> shareOf(whole, share));
        if (descriptor.giveBack()) {
            return within(counting.giveBack(key, plan, hits, share), current);
        }
        Taken taken = counting.take(key, plan, hits, share);
        RuleTotals totals = rule != null && rule.namesMetricByValue()
                ? rules.totals().of(rule, entries, applied.totals())
                : applied.totals();
        totals.add(
                taken,
                hits,
                Counting.shareOf(plan.requests(), share),
                applied.limit().shadow());
        if (taken.within() || applied.limit().shadow()) {
            return within(taken, current);
        }
        return new DescriptorStatus(
                Code.OVER_LIMIT,
                current,
                taken.remaining(),
                Duration.ofNanos(taken.untilReset()),
                taken.retryAfter() == Taken.NEVER
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(taken.retryAfter())));
    }

    private static DescriptorStatus within(Taken taken, Optional<CurrentLimit> current) {
        return new DescriptorStatus(
                Code.OK, current, taken.remaining(), Duration.ofNanos(taken.untilReset()), Optional.empty());
    }

    private static CurrentLimit shareOf(CurrentLimit whole, double share) {
        Rate rate = whole.rate();
        return new CurrentLimit(new Rate(Counting.shareOf(rate.requests(), share), rate.unit()), whole.name());
    }

    private Compiled compiled() throws UndecidedException {
        Limits limits = shelf.current();
        if (limits == null) {
            throw new UndecidedException("no limits are loaded");
        }
        Compiled known = compiled;
        return known != null && isOf(known, limits) ? known : compile(limits);
    }

    private synchronized Compiled compile(Limits limits) {
        Compiled known = compiled;
        if (known != null && isOf(known, limits)) {
            return known;
        }
        Compiled fresh = new Compiled(limits, known == null ? Totals.none() : known.totals());
        compiled = fresh;
        return fresh;
    }

    @SuppressWarnings("ReferenceEquality") // Each load makes limits of its own.
    private static boolean isOf(Compiled known, Limits limits) {
        return known.limits() == limits;
    }

    /** From single limits to the whole request. */
    private static final class Verdict {
        private final Modes modes;
        private boolean over;
        private int quotas;
        private int quotasOver;
        private Map<String, Object> metadata = Map.of();

        Verdict(Modes modes) {
            this.modes = modes;
        }

        void add(@Nullable Applied applied, Code code) {
            if (applied == null) {
                return;
            }
            boolean isOver = code == Code.OVER_LIMIT;
            if (modes.quota() || applied.limit().quota()) {
                quotas++;
                quotasOver += isOver ? 1 : 0;
            } else {
                over |= isOver;
            }
            if (!isOver && !applied.limit().metadata().isEmpty()) {
                Map<String, Object> more = new HashMap<>(applied.limit().metadata());
                more.putAll(metadata);
                metadata = more;
            }
        }

        Code code() {
            boolean refuses = over || (quotas > 0 && quotas == quotasOver);
            return refuses && !modes.shadow() ? Code.OVER_LIMIT : Code.OK;
        }

        Map<String, Object> metadata() {
            return metadata;
        }
    }
}
