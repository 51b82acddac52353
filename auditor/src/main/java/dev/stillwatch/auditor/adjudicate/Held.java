// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.AccountFacts;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Tier;

/** What is held of the account of one question, before it is compared with what was held. */
record Held(
        Question question,
        Policy policy,
        AccountFacts facts,
        Tier tier,
        Score score,
        Rulings rulings,
        DeclaredUse.Split split) {}
