// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.profile.CorruptStateException;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.ProfileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProfileShelfTest {
    private static final Bytes ACCOUNT = Bytes.wrap(Wire.key("acct-ü"));
    private static final KeptProfile SMALL = ProfileState.start("acct-ü").encode();
    private static final KeptProfile LARGE =
            ProfileState.start("acct-ü").withOpen(new byte[2_000]).encode();

    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private KeyValueStore<Bytes, byte[]> hot;
    private KeyValueStore<Bytes, byte[]> cold;
    private ProfileShelf shelf;

    @BeforeEach
    void open() {
        hot = InMemoryStores.open(context, "hot");
        cold = InMemoryStores.open(context, "cold");
        shelf = new ProfileShelf(hot, cold);
    }

    @Test
    void shouldKeepAnOrdinaryStateInTheHotStoreAlone() {
        shelf.put(ACCOUNT, Optional.empty(), SMALL);

        assertThat(shelf.get(ACCOUNT)).contains(SMALL);
        assertThat(keys(cold)).isEmpty();
    }

    @Test
    void shouldKeepTheRestWithTheColdState() {
        cold.put(ACCOUNT, new byte[] {1});
        shelf.put(ACCOUNT, Optional.empty(), LARGE);

        assertThat(shelf.get(ACCOUNT)).contains(LARGE);
        assertThat(hot.get(ACCOUNT)).hasSizeLessThanOrEqualTo(KeptProfile.MOST_HOT);
        assertThat(cold.get(ACCOUNT)).containsExactly(1);
        assertThat(keys(cold)).extracting(ProfileShelf::account).containsExactly(ACCOUNT.get(), ACCOUNT.get());
    }

    @Test
    void shouldLetGoOfAllThatLiesUnderAnAccount() {
        Bytes other = Bytes.wrap(Wire.key("acct-other"));
        cold.put(ACCOUNT, new byte[] {1});
        shelf.put(ACCOUNT, Optional.empty(), LARGE);
        shelf.put(other, Optional.empty(), LARGE);

        shelf.remove(ACCOUNT);

        assertThat(shelf.get(ACCOUNT)).isEmpty();
        assertThat(keys(cold)).extracting(ProfileShelf::account).containsExactly(other.get());
        assertThat(shelf.get(other)).contains(LARGE);
    }

    @Test
    void shouldWriteTheRestOnlyWhenItChanges() {
        shelf.put(ACCOUNT, Optional.empty(), LARGE);
        Bytes key = Bytes.wrap(keys(cold).get(0));
        byte[] rest = cold.get(key);

        shelf.put(
                ACCOUNT,
                Optional.of(LARGE),
                new KeptProfile(LARGE.hot().clone(), LARGE.rest().clone()));

        assertThat(cold.get(key)).isSameAs(rest);
    }

    @Test
    void shouldForgetTheRestOfAStateThatFitsAgain() {
        shelf.put(ACCOUNT, Optional.empty(), LARGE);
        shelf.put(ACCOUNT, Optional.of(LARGE), SMALL);

        assertThat(shelf.get(ACCOUNT)).contains(SMALL);
        assertThat(keys(cold)).isEmpty();
    }

    @Test
    void shouldRefuseAStateWithoutItsRest() {
        shelf.put(ACCOUNT, Optional.empty(), LARGE);
        keys(cold).forEach(key -> cold.delete(Bytes.wrap(key)));

        assertThatThrownBy(() -> shelf.get(ACCOUNT))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("rest");
    }

    private static List<byte[]> keys(KeyValueStore<Bytes, byte[]> store) {
        List<byte[]> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key.get()));
        }
        return keys;
    }
}
