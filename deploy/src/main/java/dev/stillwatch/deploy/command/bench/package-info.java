// SPDX-License-Identifier: Apache-2.0
/** The commands that measure. */
@NullMarked
package dev.stillwatch.deploy.command.bench;

import org.jspecify.annotations.NullMarked;
