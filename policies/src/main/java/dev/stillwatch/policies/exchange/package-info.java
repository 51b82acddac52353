// SPDX-License-Identifier: Apache-2.0
/** The exchange: one request and its answer as numbers and keyed hashes. No type here can hold text of a prompt or an answer. */
@NullMarked
package dev.stillwatch.policies.exchange;

import org.jspecify.annotations.NullMarked;
