// SPDX-License-Identifier: Apache-2.0
/** {@code stillwatch share}: sharing groups, bundles for other parties, bundles of theirs. */
@NullMarked
package dev.stillwatch.deploy.command.share;

import org.jspecify.annotations.NullMarked;
