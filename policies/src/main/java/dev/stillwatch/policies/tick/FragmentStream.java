// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.tick;

/** What {@code stillwatch.fragments} carries: parts of split records, and the ticks of the sources. */
public sealed interface FragmentStream permits Fragment, Tick {}
