// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request names. Of several it is the one that stands worst; without standings the first.
 *
 * @param subject the account
 * @param settings what the domain's file says about standings
 * @param applied how it stands, null without a standing
 */
record Found(
        String subject, DomainSettings settings, @Nullable Applied applied) {
    /** What the request does with an exchange of the subject. */
    enum Purpose {
        /** The call is counted. */
        TAKES,
        /** Somebody asks whether a call would pass: every descriptor with the subject has no hits. */
        LOOKS,
        /** Something is given back: the call was answered long ago. */
        GIVES_BACK
    }

    /** Whom a request names at that instant of the book's clock; null when it names nobody. */
    static @Nullable Found in(LimitRequest request, DomainSettings settings, StandingBook book, long now) {
        Found worst = null;
        List<String> subjects = settings.subjects();
        List<Descriptor> descriptors = request.descriptors();
        // Counted, not iterated: every decision comes here.
        for (int i = 0; i < subjects.size(); i++) {
            for (int j = 0; j < descriptors.size(); j++) {
                List<Entry> entries = descriptors.get(j).entries();
                for (int k = 0; k < entries.size(); k++) {
                    worst = worse(worst, subjects.get(i), entries.get(k), settings, book, now);
                }
            }
        }
        return worst;
    }

    private static @Nullable Found worse(
            @Nullable Found worst, String key, Entry entry, DomainSettings settings, StandingBook book, long now) {
        String subject = entry.value();
        if (!entry.key().equals(key) || subject.isEmpty() || worst != null && worst.subject.equals(subject)) {
            return worst;
        }
        Found next = new Found(subject, settings, book.find(subject, now));
        return worst == null || next.standsWorseThan(worst) ? next : worst;
    }

    private boolean standsWorseThan(Found other) {
        if (applied == null || other.applied == null) {
            return applied != null;
        }
        int tiers = applied.tier().compareTo(other.applied.tier());
        return tiers > 0 || tiers == 0 && applied.wouldBe().compareTo(other.applied.wouldBe()) > 0;
    }

    /** How the subject stands, as gateways are told it. */
    Treatment treatment() {
        if (applied == null) {
            return new Treatment(subject, Tier.CLEAR, Tier.CLEAR, LimitPlan.NONE, "", 0, true, Optional.empty());
        }
        return visible(applied) ? applied.treatment() : applied.treatment().unseen();
    }

    /** Whether the caller may be told of it. */
    boolean visible(Applied stands) {
        return !settings.silent().contains(stands.tier());
    }

    /** Whether the descriptor names the subject. */
    boolean in(Descriptor descriptor) {
        for (Entry entry : descriptor.entries()) {
            if (entry.value().equals(subject) && settings.subjects().contains(entry.key())) {
                return true;
            }
        }
        return false;
    }

    Purpose purpose(LimitRequest request) {
        Purpose purpose = Purpose.GIVES_BACK;
        for (Descriptor descriptor : request.descriptors()) {
            if (!in(descriptor) || descriptor.giveBack()) {
                continue;
            }
            if (descriptor.hits().orElse(request.hits()) > 0) {
                return Purpose.TAKES;
            }
            purpose = Purpose.LOOKS;
        }
        return purpose;
    }
}
