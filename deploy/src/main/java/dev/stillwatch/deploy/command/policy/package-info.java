// SPDX-License-Identifier: Apache-2.0
/** {@code stillwatch policy}: check, explain and compare policies, sign passports. */
@NullMarked
package dev.stillwatch.deploy.command.policy;

import org.jspecify.annotations.NullMarked;
