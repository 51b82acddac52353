// SPDX-License-Identifier: Apache-2.0
/** What the limiter costs against the least that the same work can cost: in process, over gRPC and behind nginx. */
@NullMarked
package dev.stillwatch.deploy.bench.ratelimit;

import org.jspecify.annotations.NullMarked;
