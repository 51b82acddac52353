// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.policies.key.DeploymentKey;
import java.io.IOException;

/** Makes what is detected, when a command needs it and not before: its tables take seconds to derive. */
@FunctionalInterface
public interface DetectionSource {
    /** The detection under a deployment's key. */
    Detection with(DeploymentKey key) throws IOException;
}
