// SPDX-License-Identifier: Apache-2.0
/** Signatures, receipts, marks and the Merkle log. Empty until they are built. */
@NullMarked
package dev.stillwatch.watermark;

import org.jspecify.annotations.NullMarked;
