// SPDX-License-Identifier: Apache-2.0
/**
 * Limits files: reading, matching and exchange at run time. The format is envoyproxy/ratelimit's, with our extensions
 * under the key {@code stillwatch}; what loads there loads here and means the same. Everything that was read is
 * immutable; a file that fails any check changes nothing.
 */
@NullMarked
package dev.stillwatch.ratelimit.limits;

import org.jspecify.annotations.NullMarked;
