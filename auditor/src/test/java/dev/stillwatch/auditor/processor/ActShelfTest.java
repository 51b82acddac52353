// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.wire.ActCodec;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class ActShelfTest {
    private static final Policy POLICY = Policies.TEST;
    private static final ActCodec CODEC = new ActCodec(DeploymentKey.of(1, new byte[32]));

    private final KeyValueStore<Bytes, byte[]> store = store();
    private final ActShelf shelf = new ActShelf(store, CODEC);

    @Test
    void aPromotionReachesEveryAccountOfItsPolicyAlsoAfterARestart() {
        assertThat(shelf.keep(POLICY.name(), CODEC.encode(act("p", POLICY.name(), Act.Kind.PROMOTE))))
                .isPresent();
        shelf.keep("acct-1", CODEC.encode(act("u", "acct-1", Act.Kind.UNDO)));

        ActShelf restarted = new ActShelf(store, CODEC);
        for (ActShelf each : Arrays.asList(shelf, restarted)) {
            assertThat(each.of("acct-1", POLICY)).extracting(Act::id).containsExactly("u", "p");
            assertThat(each.of("acct-2", POLICY)).extracting(Act::id).containsExactly("p");
        }
    }

    @Test
    void anAccountCalledLikeThePolicyLendsItsActsToNobody() {
        shelf.keep(POLICY.name(), CODEC.encode(act("u", POLICY.name(), Act.Kind.UNDO)));
        assertThat(shelf.of("acct-2", POLICY)).isEmpty();
        assertThat(shelf.of(POLICY.name(), POLICY)).extracting(Act::id).containsExactly("u");
    }

    @Test
    void anActUnderAForeignKeyOrAnotherSubjectsIsIgnoredAndARepeatIsKeptOnce() {
        ActCodec foreign = new ActCodec(DeploymentKey.of(1, new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
        }));
        assertThat(shelf.keep("acct-1", foreign.encode(act("x", "acct-1", Act.Kind.UNDO))))
                .isEmpty();
        assertThat(shelf.keep("acct-2", CODEC.encode(act("x", "acct-1", Act.Kind.UNDO))))
                .isEmpty();
        byte[] once = CODEC.encode(act("y", "acct-1", Act.Kind.REVIEW));
        shelf.keep("acct-1", once);
        shelf.keep("acct-1", once);
        assertThat(shelf.of("acct-1", POLICY)).hasSize(1);
    }

    @Test
    void theLatestActsOfASubjectAreKept() {
        for (int i = 0; i < Act.MOST + 5; i++) {
            shelf.keep("acct-1", CODEC.encode(act("a" + i, "acct-1", Act.Kind.REVIEW)));
        }
        assertThat(shelf.of("acct-1", POLICY)).hasSize(Act.MOST);
    }

    private static Act act(String id, String subject, Act.Kind kind) {
        return new Act(id, subject, kind, Tier.THROTTLE, 0, Act.Verdict.NONE, "ann", "seen", 1_000, 0);
    }

    private static KeyValueStore<Bytes, byte[]> store() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("acts"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
