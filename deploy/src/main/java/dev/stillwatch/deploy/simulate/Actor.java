// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.Optional;

/**
 * One account of the play.
 *
 * @param index its number in the play, from 0
 * @param persona what it is
 * @param cover what the unrelated part of its traffic is
 * @param share the unrelated part, 0..0.95
 * @param campaign the campaign it belongs to, empty when benign
 * @param from when it begins, milliseconds since 1970
 * @param until when it stops
 * @param place its number within its class or campaign
 * @param of how many there are of its class or campaign
 * @param pivot when it moves half its traffic to a new model; {@link Arrivals#NEVER} for never
 */
record Actor(
        int index,
        Persona persona,
        Optional<Persona> cover,
        double share,
        String campaign,
        long from,
        long until,
        int place,
        int of,
        long pivot) {
    /** The account id: tells nothing of the class. */
    String account(long seed) {
        return "acct-%010x".formatted(Draws.mix(seed * 31 + index) >>> 24);
    }
}
