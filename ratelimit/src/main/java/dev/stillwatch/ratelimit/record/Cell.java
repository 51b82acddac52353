// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.Tier;

/** What decisions have in common that are counted together. */
record Cell(String domain, String subject, Outcome outcome, String limit, Tier tier, long standingVersion) {}
