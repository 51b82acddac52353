// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.header.HeaderProfile;
import java.util.List;

/**
 * What doors need to know of a domain of the limits file.
 *
 * @param name the domain
 * @param headers which header names its callers read
 * @param subjects descriptor keys whose value names the account that a standing is looked up by
 */
public record DomainView(String name, HeaderProfile headers, List<String> subjects) {
    /** Copies the list. */
    public DomainView {
        subjects = List.copyOf(subjects);
    }
}
