// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.policies.key.DeploymentKey;

/** A key that is the same on every machine, so that benches can be compared; it protects only simulated names. */
final class BenchKey {
    static final DeploymentKey KEY = DeploymentKey.of(1, new byte[DeploymentKey.LEAST_BYTES]);

    private BenchKey() {}
}
