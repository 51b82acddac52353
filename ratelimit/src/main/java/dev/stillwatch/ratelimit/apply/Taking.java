// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.decide.Entry;
import java.util.List;

/**
 * What one descriptor of a request takes, or gives back. It says all that has to be known to count it, so that whoever
 * counts needs no limits file.
 *
 * @param domain whose limit it is
 * @param entries the pairs that it is counted under, at least one; must not change
 * @param plan how it is counted; one and the same object for all keys of a rule
 * @param hits how much, at least 0, where 0 only looks
 * @param share which share of the limit is to be had, in (0, 1]
 * @param givesBack whether hits are given back
 */
public record Taking(String domain, List<Entry> entries, Plan plan, long hits, double share, boolean givesBack) {}
