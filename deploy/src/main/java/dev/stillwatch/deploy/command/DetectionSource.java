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
    /**
     * The detection under a deployment's key.
     *
     * @param group for which templates are hashed too, when there is one
     * @param remembered texts of which the reading is remembered, 0 for none; what is read does not depend on it
     */
    Detection with(DeploymentKey key, Optional<SharingGroup> group, int remembered) throws IOException;

    /** The detection of a deployment that may share; no text comes often enough to remember how it was read. */
    default Detection with(DeploymentKey key, Optional<SharingGroup> group) throws IOException {
        return with(key, group, 0);
    }

    /** The detection of a deployment that shares with nobody. */
    default Detection with(DeploymentKey key) throws IOException {
        return with(key, Optional.empty());
    }
}
