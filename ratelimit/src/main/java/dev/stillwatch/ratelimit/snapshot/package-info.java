// SPDX-License-Identifier: Apache-2.0
/**
 * How counters say what they hold and begin from what was said of them, so that neither a restart nor another owner of a
 * key begins anew. {@link dev.stillwatch.ratelimit.snapshot.Remembered} is a counter that can do so,
 * {@link dev.stillwatch.ratelimit.snapshot.SnapshotSweep} goes round those that changed,
 * {@link dev.stillwatch.ratelimit.snapshot.LastStates} is asked for a counter's last state when it is created. Decisions
 * wait for none of it. Nothing here knows where states are kept.
 */
@NullMarked
package dev.stillwatch.ratelimit.snapshot;

import org.jspecify.annotations.NullMarked;
