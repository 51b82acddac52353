// SPDX-License-Identifier: Apache-2.0
/**
 * What leaves for, and comes from, other parties about rings: STIX 2.1 bundles, signed and expiring. In a bundle stand
 * hashes of templates under a sharing group's key, the rough size of a ring and what spoke against it; no account, no
 * text, no hash under the deployment's own key. Pure but for reading and writing the files that are named; stateless.
 */
@NullMarked
package dev.stillwatch.auditor.sharing;

import org.jspecify.annotations.NullMarked;
