// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.SharingGroup;
import java.io.IOException;
import java.util.Optional;

/** Makes what is detected, when a command needs it and not before: its tables take seconds to derive. */
@FunctionalInterface
public interface DetectionSource {
    /** The detection under a deployment's key, with templates hashed for a sharing group too when there is one. */
    Detection with(DeploymentKey key, Optional<SharingGroup> group) throws IOException;

    /** The detection of a deployment that shares with nobody. */
    default Detection with(DeploymentKey key) throws IOException {
        return with(key, Optional.empty());
    }
}
