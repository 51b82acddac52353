// SPDX-License-Identifier: Apache-2.0
/** Policies in plain words: what each setting is and does, and what a change of it means in practice. */
@NullMarked
package dev.stillwatch.policies.explain;

import org.jspecify.annotations.NullMarked;
