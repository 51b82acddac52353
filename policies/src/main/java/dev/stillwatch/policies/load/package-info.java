// SPDX-License-Identifier: Apache-2.0
/**
 * Policy files to policies: the packaged default, what a file or directory changes of it, and every check on the way. A
 * file that fails any check changes nothing.
 */
@NullMarked
package dev.stillwatch.policies.load;

import org.jspecify.annotations.NullMarked;
