// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.explain;

/**
 * One setting of a policy in words.
 *
 * @param section section of the file it stands in
 * @param path its path in the file, for example {@code ladder.throttle}
 * @param value its value as a person writes it
 * @param meaning what it is and does, one sentence
 * @param effect what raising and lowering it does
 */
public record Setting(String section, String path, String value, String meaning, Effect effect) {
    /**
     * What a change does in practice.
     *
     * @param up what a greater value does; also the word for any change where there is no order
     * @param down what a smaller value does
     */
    public record Effect(String up, String down) {
        /** A setting without order: any change has the same effect. */
        static Effect of(String any) {
            return new Effect(any, any);
        }
    }
}
