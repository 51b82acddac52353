// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.header.HeaderProfile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The domains of the limits that are in force: one immutable picture, replaced as a whole when the file is read again. */
public final class Domains {
    private final Map<String, DomainView> byName;

    /** Of all domains; of two of one name the later counts. */
    public Domains(Collection<DomainView> views) {
        Map<String, DomainView> map = new LinkedHashMap<>();
        views.forEach(view -> map.put(view.name(), view));
        this.byName = map;
    }

    /** The header profile of a domain; an unknown domain has no limits and no headers. */
    HeaderProfile headers(String domain) {
        DomainView view = byName.get(domain);
        return view == null ? HeaderProfile.NONE : view.headers();
    }

    /** All of them, in the order given. */
    List<DomainView> all() {
        return List.copyOf(byName.values());
    }
}
