// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import dev.stillwatch.policies.standing.Standing;
import java.util.Optional;

/** The latest standings. Safe for several threads; answers from memory. */
@FunctionalInterface
public interface StandingView {
    /** The subject's latest standing; empty when it never had one. */
    Optional<Standing> standing(String subject);
}
