// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Unit;

/** How a key is counted. Make one for each rule and use it for all keys of the rule: counters hold on to it. */
public sealed interface Plan permits WindowPlan, BucketPlan {
    /** The span of the rate. */
    Unit unit();

    /** Most in a unit, at least 0. */
    long requests();

    /** Most that can pass at one moment, at least 0. */
    long most();
}
