// SPDX-License-Identifier: Apache-2.0
/** Wire formats: one codec a topic, Protobuf inside, versioned by their first byte. Decoding never trusts its input. */
@NullMarked
package dev.stillwatch.policies.wire;

import org.jspecify.annotations.NullMarked;
