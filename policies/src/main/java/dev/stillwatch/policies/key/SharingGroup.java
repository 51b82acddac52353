// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Parties that tell each other of prompt templates. Whoever has the group's key gets the same hash of the same template,
 * and nobody else can say which template a hash stands for; hence a hash may leave the deployment, which one under its own
 * key may not. Members can guess templates and compare: that is what the group is for. Immutable and safe to share.
 */
public final class SharingGroup {
    /** What a name looks like. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /**
     * Which text is hashed: the template as the sketch package takes it from a prompt. Parties whose versions differ get
     * different hashes, so it grows with every change of what a template is.
     */
    public static final int TEMPLATES = 1;

    private static final int ID_BYTES = 16;
    private static final int FIRST_EPOCH = 1;

    private final String name;
    private final DeploymentKey key;

    private SharingGroup(String name, DeploymentKey key) {
        this.name = name;
        this.key = key;
    }

    /**
     * A group of a name under a secret.
     *
     * @param name for people; no part of any hash
     * @param secret at least {@link DeploymentKey#LEAST_BYTES} random bytes
     * @throws IllegalArgumentException when the name is none or the secret is too short
     */
    public static SharingGroup of(String name, byte[] secret) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a group's name has 1 to 64 letters, digits, dots, hyphens, underscores");
        }
        return new SharingGroup(name, DeploymentKey.of(FIRST_EPOCH, secret));
    }

    /** What its members call it. */
    public String name() {
        return name;
    }

    /** 32 hexadecimal digits that name the key and tell nothing of it: two groups have one id if they have one key. */
    public String id() {
        return HexFormat.of().formatHex(Arrays.copyOf(key.subkey("sharing-group-id"), ID_BYTES));
    }

    /** The hash of templates. */
    public TextHash templates() {
        return key.textHash("sharing-template-" + TEMPLATES);
    }
}
