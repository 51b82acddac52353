// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the limits of the files, as envoyproxy/ratelimit does: each descriptor is counted under the rule that takes
 * it, whatever becomes of the others; the request is over its limit when any of its limits is, except that quota limits
 * refuse only all together and that shadow mode refuses nothing. New limits hold from the request on that comes after they
 * are ready, and are ready before they are on the shelf; counters of rules that did not change go on.
 */
public final class FileLimiter implements Limiter {
    private static final DescriptorStatus UNLIMITED = new DescriptorStatus(
            Code.OK, Optional.empty(), DescriptorStatus.UNLIMITED, Duration.ZERO, Optional.empty());

    private final Ready ready;
    private final Counts counts;
    private final Modes modes;

    /** A limiter over what is on the shelf, also when there is nothing yet. */
    public FileLimiter(LimitsShelf shelf, Counters counters, Modes modes) {
        this(shelf, new Counting(counters), modes);
    }

    /** A limiter over what is on the shelf that counts there. */
    public FileLimiter(LimitsShelf shelf, Counts counts, Modes modes) {
        this.ready = Ready.of(shelf);
        this.counts = counts;
        this.modes = modes;
    }

    @Override
    public LimitResponse decide(LimitRequest request) throws UndecidedException {
        return decide(request, Treatment.NONE, counts.reading());
    }

    /**
     * Decides with the limits that a subject in that tier has: the file's own, multiplied with the domain's factor for
     * the tier. What the gateway brings is not multiplied. A silent tier is told the whole limit.
     *
     * @param treatment how the subject stands, which the answer says
     * @param reading of the clock that counters go by
     * @throws UndecidedException while no limits were ever loaded, and where others count that cannot tell
     */
    public LimitResponse decide(LimitRequest request, Treatment treatment, long reading) throws UndecidedException {
        Compiled rules = ready.rules();
        Domain domain = rules.limits().domain(request.domain());
        List<Descriptor> descriptors = request.descriptors();
        if (domain == null) {
            return new LimitResponse(
                    Code.OK, Collections.nCopies(descriptors.size(), DescriptorStatus.NO_LIMIT), treatment, Map.of());
        }
        // Most requests have one descriptor, which nothing else of the request can replace or outweigh.
        return descriptors.size() == 1
                ? one(rules, domain, request, treatment, reading)
                : several(rules, domain, request, treatment);
    }

    private LimitResponse one(Compiled rules, Domain domain, LimitRequest request, Treatment treatment, long reading)
            throws UndecidedException {
        Descriptor descriptor = request.descriptors().get(0);
        Applied applied = rules.find(domain, descriptor);
        if (applied == null) {
            return new LimitResponse(Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of());
        }
        Plan plan = applied.plan();
        DescriptorStatus status = UNLIMITED;
        boolean spared = false;
        if (plan != null) {
            Tier tier = treatment.tier();
            Taking taking = taking(domain, applied, plan, descriptor, request.hits(), tier);
            Taken taken = counts.count(taking, domain.settings().subjects(), reading);
            status = status(rules, domain, applied, descriptor, tier, taking, taken);
            spared = isSpared(applied, taking, taken);
        }
        boolean within = status.code() == Code.OK;
        spared |= !within && modes.shadow();
        return new LimitResponse(
                within || modes.shadow() ? Code.OK : Code.OVER_LIMIT,
                List.of(status),
                treatment,
                within ? applied.limit().metadata() : Map.of(),
                // A call that is reported has been answered: nothing refused it.
                spared && !request.report() ? Optional.of(applied.label(domain.name())) : Optional.empty());
    }

    private LimitResponse several(Compiled rules, Domain domain, LimitRequest request, Treatment treatment)
            throws UndecidedException {
        List<Descriptor> descriptors = request.descriptors();
        Tier tier = treatment.tier();
        @Nullable Applied[] found = rules.find(domain, descriptors);
        @Nullable Taking[] takings = new Taking[found.length];
        for (int i = 0; i < found.length; i++) {
            Applied applied = found[i];
            Plan plan = applied == null ? null : applied.plan();
            takings[i] = applied == null || plan == null
                    ? null
                    : taking(domain, applied, plan, descriptors.get(i), request.hits(), tier);
        }
        @Nullable Taken[] taken = counts.count(takings, domain.settings().subjects());
        DescriptorStatus[] statuses = new DescriptorStatus[found.length];
        Verdict verdict = new Verdict(modes);
        for (int i = 0; i < statuses.length; i++) {
            Applied applied = found[i];
            Taking taking = takings[i];
            Taken one = taken[i];
            boolean spared = false;
            if (applied == null) {
                statuses[i] = DescriptorStatus.NO_LIMIT;
            } else if (taking == null || one == null) {
                statuses[i] = UNLIMITED;
            } else {
                statuses[i] = status(rules, domain, applied, descriptors.get(i), tier, taking, one);
                spared = isSpared(applied, taking, one);
            }
            verdict.add(applied, statuses[i].code(), spared);
        }
        if (verdict.code() == Code.OVER_LIMIT) {
            QuotaWaits.shorten(found, statuses, modes);
        }
        Optional<Applied> spared = request.report() ? Optional.empty() : verdict.spared();
        return new LimitResponse(
                verdict.code(),
                List.of(statuses),
                treatment,
                verdict.metadata(),
                spared.map(applied -> applied.label(domain.name())));
    }

    /** Whether a limit is used up that is in shadow mode by its rule. */
    private static boolean isSpared(Applied applied, Taking taking, Taken taken) {
        return applied.limit().shadow() && !taken.within() && !taking.givesBack();
    }

    /** What every metric's name stands for since the start, as of now. */
    public Map<String, RuleTotals> totals() {
        return ready.totals().all();
    }

    private static Taking taking(
            Domain domain, Applied applied, Plan plan, Descriptor descriptor, long requestHits, Tier tier) {
        return new Taking(
                domain.name(),
                applied.countedUnder(descriptor.entries()),
                plan,
                descriptor.hits().orElse(requestHits),
                tier == Tier.CLEAR ? 1 : applied.share(domain.settings(), tier),
                descriptor.giveBack());
    }

    private DescriptorStatus status(
            Compiled rules,
            Domain domain,
            Applied applied,
            Descriptor descriptor,
            Tier tier,
            Taking taking,
            Taken taken) {
        double share = taking.share();
        if (taking.givesBack()) {
            return within(taken, told(applied, domain, tier, share), 0);
        }
        boolean shadow = applied.limit().shadow();
        rules.totals(applied, descriptor)
                .add(taken, taking.hits(), Portion.shareOf(taking.plan().most(), share), shadow);
        Optional<CurrentLimit> current = told(applied, domain, tier, share);
        return taken.within() || shadow
                ? within(taken, current, hidden(domain, tier, taking))
                : refused(taken, current);
    }

    /** What a gateway is told of the limit: the share that is to be had, or all of it where the step is silent. */
    private Optional<CurrentLimit> told(Applied applied, Domain domain, Tier tier, double share) {
        boolean refusesAlone = !modes.shadow() && !modes.quota();
        if (share == 1 && refusesAlone) {
            return applied.current();
        }
        boolean silent = domain.settings().silent().contains(tier);
        return applied.current().map(whole -> {
            Rate had = shareOf(whole.rate(), share);
            return new CurrentLimit(
                    silent ? whole.rate() : had,
                    whole.name(),
                    whole.had().filter(rate -> refusesAlone).map(rate -> had));
        });
    }

    /** What a silent step withholds: told as if it were left, or the caller would see its limit half used at once. */
    private static long hidden(Domain domain, Tier tier, Taking taking) {
        long most = taking.plan().most();
        return taking.share() == 1 || !domain.settings().silent().contains(tier)
                ? 0
                : most - Portion.shareOf(most, taking.share());
    }

    private static DescriptorStatus refused(Taken taken, Optional<CurrentLimit> current) {
        return new DescriptorStatus(
                Code.OVER_LIMIT,
                current,
                taken.remaining(),
                Duration.ofNanos(taken.untilReset()),
                taken.retryAfter() == Taken.NEVER
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(taken.retryAfter())));
    }

    private static DescriptorStatus within(Taken taken, Optional<CurrentLimit> current, long hidden) {
        return new DescriptorStatus(
                Code.OK, current, taken.remaining() + hidden, Duration.ofNanos(taken.untilReset()), Optional.empty());
    }

    private static Rate shareOf(Rate whole, double share) {
        return new Rate(Portion.shareOf(whole.requests(), share), whole.unit());
    }
}
