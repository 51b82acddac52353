// SPDX-License-Identifier: Apache-2.0
/** The policy language: what judging depends on besides the traffic. Loading, checking, explaining and comparing. */
@NullMarked
package dev.stillwatch.policies.policy;

import org.jspecify.annotations.NullMarked;
