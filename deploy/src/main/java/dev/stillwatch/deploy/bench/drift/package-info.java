// SPDX-License-Identifier: Apache-2.0
/** {@code bench drift}: how far ordinary days lie from an account's own past by class of customer, and harvesting days beside them. */
@NullMarked
package dev.stillwatch.deploy.bench.drift;

import org.jspecify.annotations.NullMarked;
