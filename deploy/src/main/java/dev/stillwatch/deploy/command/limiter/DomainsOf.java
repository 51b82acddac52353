// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.door.DomainView;
import dev.stillwatch.ratelimit.door.Domains;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The domains of the limits on the shelf as doors see them, made anew when the limits are. Safe for many threads. */
final class DomainsOf implements Supplier<Domains> {
    private final LimitsShelf shelf;
    private volatile Made made = new Made(null, new Domains(List.of()));

    DomainsOf(LimitsShelf shelf) {
        this.shelf = shelf;
    }

    private record Made(@Nullable Limits of, Domains domains) {}

    @Override
    @SuppressWarnings("ReferenceEquality") // Each load makes limits of its own.
    public Domains get() {
        Limits limits = shelf.current();
        Made known = made;
        if (limits == null || known.of == limits) {
            return known.domains;
        }
        Domains domains = new Domains(limits.domains().values().stream()
                .sorted(Comparator.comparing(Domain::name))
                .map(DomainsOf::view)
                .toList());
        made = new Made(limits, domains);
        return domains;
    }

    private static DomainView view(Domain domain) {
        return new DomainView(
                domain.name(), domain.settings().headers(), domain.settings().subjects());
    }
}
