// SPDX-License-Identifier: Apache-2.0
/** What people see in a terminal: colour only where there is one, plain lines elsewhere. */
@NullMarked
package dev.stillwatch.deploy.console;

import org.jspecify.annotations.NullMarked;
