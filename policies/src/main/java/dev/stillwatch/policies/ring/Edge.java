// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.ring;

/**
 * One account used one artefact in one epoch.
 *
 * @param account the account
 * @param kind what kind of thing is shared
 * @param artefact keyed hash of it
 * @param epoch start of the epoch, a UTC day, event time in milliseconds
 * @param count exchanges of the account that used it in the epoch, up to the closed bucket that wrote the link
 * @param of all exchanges of the account in the epoch, up to the same bucket
 * @param asOf end of that bucket, event time in milliseconds
 * @param shared of a template: its hash under the sharing group's key; 0 when there is none. It says the same as the
 *     artefact to others, and is no artefact of its own
 */
public record Edge(
        String account, ArtefactKind kind, long artefact, long epoch, long count, long of, long asOf, long shared) {
    /** Of what no sharing group hashes. */
    public Edge(String account, ArtefactKind kind, long artefact, long epoch, long count, long of, long asOf) {
        this(account, kind, artefact, epoch, count, of, asOf, 0);
    }
}
