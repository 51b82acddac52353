// SPDX-License-Identifier: Apache-2.0
/** Other programs that run for a while beside this one, each behind a port of its own. */
@NullMarked
package dev.stillwatch.deploy.process;

import org.jspecify.annotations.NullMarked;
