// SPDX-License-Identifier: Apache-2.0
/**
 * The one {@code stillwatch} command: a class a subcommand, each a thin door to what the modules do. Exit codes: 0, 1
 * when something wrong was found, 2 for a usage or input error, which is one line on standard error.
 */
@NullMarked
package dev.stillwatch.deploy.command;

import org.jspecify.annotations.NullMarked;
