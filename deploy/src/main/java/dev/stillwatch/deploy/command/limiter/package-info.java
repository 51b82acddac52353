// SPDX-License-Identifier: Apache-2.0
/** The command {@code stillwatch limiter}: reads options, puts the limiter together, and opens its doors. */
@NullMarked
package dev.stillwatch.deploy.command.limiter;

import org.jspecify.annotations.NullMarked;
