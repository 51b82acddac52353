// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.CorruptStateException;
import dev.stillwatch.auditor.profile.KeptProfile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The hot states, each under its account's name; the rest of one that does not fit lies in the cold store, under a key
 * that is no account's. An account without a rest costs nothing there.
 */
public final class ProfileShelf {
    /** No text in UTF-8 begins with it. */
    private static final byte REST = (byte) 0xFF;

    private final KeyValueStore<Bytes, byte[]> hot;
    private final KeyValueStore<Bytes, byte[]> cold;

    ProfileShelf(KeyValueStore<Bytes, byte[]> hot, KeyValueStore<Bytes, byte[]> cold) {
        this.hot = hot;
        this.cold = cold;
    }

    Optional<KeptProfile> get(Bytes account) {
        byte[] value = hot.get(account);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(new KeptProfile(value, KeptProfile.hasRest(value) ? rest(account) : new byte[0]));
    }

    /** Keeps a state in place of what was got; a rest is written only when it has changed. */
    void put(Bytes account, Optional<KeptProfile> before, KeptProfile after) {
        hot.put(account, after.hot());
        byte[] restBefore = before.map(KeptProfile::rest).orElse(new byte[0]);
        if (!Arrays.equals(restBefore, after.rest())) {
            cold.put(restKey(account), after.rest().length == 0 ? null : after.rest());
        }
    }

    /** Lets go of a state with all that lies under the account in the cold store. */
    void remove(Bytes account) {
        hot.delete(account);
        cold.delete(account);
        cold.delete(restKey(account));
    }

    /** The name of the account whose state lies under a key of the cold store. */
    public static byte[] account(byte[] key) {
        return key.length > 0 && key[0] == REST ? Arrays.copyOfRange(key, 1, key.length) : key;
    }

    private byte[] rest(Bytes account) {
        byte[] rest = cold.get(restKey(account));
        if (rest == null) {
            throw new CorruptStateException("a profile's rest is missing from the cold store");
        }
        return rest;
    }

    private static Bytes restKey(Bytes account) {
        return Bytes.wrap(ByteBuffer.allocate(1 + account.get().length)
                .put(REST)
                .put(account.get())
                .array());
    }
}
