// SPDX-License-Identifier: Apache-2.0
/** What a limiter has counted, as it is kept beside the limiter: so that neither a restart nor another owner of a key begins anew. */
@NullMarked
package dev.stillwatch.policies.snapshot;

import org.jspecify.annotations.NullMarked;
