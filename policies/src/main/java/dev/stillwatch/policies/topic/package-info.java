// SPDX-License-Identifier: Apache-2.0
/** Names of every topic. */
@NullMarked
package dev.stillwatch.policies.topic;

import org.jspecify.annotations.NullMarked;
