// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

/**
 * What a {@link StandingFollower} has read since it was started.
 *
 * @param away whether the broker did not answer when it was asked last
 * @param behind records on the broker that were not read yet, when it was asked last
 * @param standings standings read and verified
 * @param acts acts read and verified
 * @param ignored records ignored: without a value, under another subject's key, not verified or not readable
 * @param unverified of those, records whose tag is not the deployment's
 * @param turns how often the broker went away or came back
 */
public record FollowTally(
        boolean away, long behind, long standings, long acts, long ignored, long unverified, long turns) {}
