// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.List;

/**
 * What one account was seen to use, as far as it is live.
 *
 * @param account the account
 * @param party who answers for it: its declared owner, else the account itself; what one party's accounts share with each
 *     other ties nobody
 * @param sightings artefacts, each with the event time at which the account was first seen with it
 */
public record Footprint(String account, String party, List<Sighting> sightings) {
    /** Copies the list. */
    public Footprint {
        sightings = List.copyOf(sightings);
    }

    /**
     * An artefact that an account used.
     *
     * @param artefact the artefact
     * @param since event time of the first live use, milliseconds since 1970
     */
    public record Sighting(Artefact artefact, long since) {}
}
