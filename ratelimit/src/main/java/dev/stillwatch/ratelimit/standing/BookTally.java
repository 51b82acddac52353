// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/**
 * What a {@link StandingBook} has seen since it was made.
 *
 * @param subjects subjects held now
 * @param taken standings taken
 * @param notNewer standings ignored because as new a one was held
 * @param tooOld standings ignored because they were older at the start than they allow
 * @param noRoom standings ignored because only subjects that weigh more were held
 * @param forgotten subjects that went to make room for others
 * @param acts acts taken
 * @param actsForgotten subjects whose acts went to make room for others'
 * @param tierChanges how often what is enforced on a subject changed
 * @param modeChanges how often a policy was promoted, a promotion ended or was taken back, or everything was stopped or released
 */
public record BookTally(
        int subjects,
        long taken,
        long notNewer,
        long tooOld,
        long noRoom,
        long forgotten,
        long acts,
        long actsForgotten,
        long tierChanges,
        long modeChanges) {}
