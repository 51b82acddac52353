// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Forgetting;
import dev.stillwatch.auditor.intake.Decoding;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ContributionCodec;
import dev.stillwatch.policies.wire.EdgeCodec;
import dev.stillwatch.policies.wire.RejectCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** One account and one bucket: fetches the state, puts the question, keeps and sends the answer. */
final class CaseDesk {
    private final ProcessorContext<byte[], byte[]> context;
    private final AccountJudge judge;
    private final ActShelf acts;
    private final StreamPlan.Progress progress;
    private final Duplicates duplicates;
    private final ProfileShelf profiles;
    private final KeyValueStore<Bytes, byte[]> histories;
    private final StandingCodec standings;
    private final ContributionCodec contributions = new ContributionCodec();
    private final EdgeCodec edges = new EdgeCodec();
    private final RejectCodec rejects = new RejectCodec();

    CaseDesk(ProcessorContext<byte[], byte[]> context, AccountJudge judge, ActShelf acts, StreamPlan plan) {
        this.context = context;
        this.judge = judge;
        this.acts = acts;
        this.duplicates = new Duplicates(
                context.getStateStore(StoreName.DUPLICATES.label()),
                new NewIds(context.getStateStore(StoreName.JUDGE_CLOCK.label()), plan.partitions()));
        this.histories = context.getStateStore(StoreName.HISTORIES.label());
        this.profiles = new ProfileShelf(context.getStateStore(StoreName.PROFILES.label()), histories);
        this.standings = new StandingCodec(plan.key());
        this.progress = plan.progress();
    }

    /** Judges; says whether to ask again when the day ends. */
    boolean judge(String account, long asOf, List<Exchange> group, PolicyBook policies, long timestamp) {
        Bytes key = Bytes.wrap(Wire.key(account));
        Optional<KeptProfile> kept = profiles.get(key).filter(state -> !letGo(key, state, asOf, timestamp));
        ProfileState profile = kept.map(ProfileState::decode).orElseGet(() -> ProfileState.start(account));
        List<Exchange> once = sift(inReach(group, profile, timestamp), timestamp);
        if (once.isEmpty() && kept.isEmpty()) {
            return false;
        }
        AccountJudge.Judged judged = judge.judge(new AccountJudge.Case(
                account,
                asOf,
                profile,
                () -> history(key, account),
                once,
                acts.of(account, policies.at(asOf)),
                policies));
        profiles.put(key, kept, judged.profile().encode());
        judged.history().ifPresent(history -> histories.put(key, history.encode()));
        send(key.get(), judged, timestamp);
        return judged.wake();
    }

    /** Lets go of an account that is long silent and clear, unless people decided about it; says whether it did. */
    boolean letGo(Bytes key, KeptProfile kept, long asOf, long timestamp) {
        if (!Forgetting.isDue(kept, asOf) || !acts.of(Wire.text(key.get())).isEmpty()) {
            return false;
        }
        profiles.remove(key);
        forward(key.get(), ComposeProcessor.lettingGo(asOf), timestamp, NodeName.COMPOSE);
        // What a compacted topic holds under the key is over.
        context.forward(new Record<byte[], byte[]>(key.get(), null, timestamp), NodeName.CONTRIBUTIONS_SINK.label());
        return true;
    }

    /** Looks whether an account is to be let go of. */
    void look(Bytes key, long asOf, long timestamp) {
        profiles.get(key).ifPresent(kept -> letGo(key, kept, asOf, timestamp));
    }

    private List<Exchange> inReach(List<Exchange> group, ProfileState profile, long timestamp) {
        long oldest = profile.day() - (long) HistoryState.DAYS;
        List<Exchange> reached = new ArrayList<>(group.size());
        for (Exchange exchange : group) {
            if (DayCell.dayOf(exchange.time()) >= oldest) {
                reached.add(exchange);
            } else {
                refuse(
                        exchange,
                        Decoding.Reason.TOO_LATE,
                        "deliver within " + HistoryState.DAYS + " days, or replay the day with a backtest",
                        timestamp);
            }
        }
        return reached;
    }

    private List<Exchange> sift(List<Exchange> group, long timestamp) {
        Duplicates.Sifted sifted = duplicates.sift(group);
        sifted.again()
                .forEach(exchange -> refuse(
                        exchange,
                        Decoding.Reason.DUPLICATE,
                        "nothing to do: the record was counted once within 24 h",
                        timestamp));
        passed(StreamPlan.Bound.NOT_CHECKED, sifted.notChecked());
        passed(StreamPlan.Bound.CONFLICTING_ID, sifted.conflicting());
        return sifted.once();
    }

    private void passed(StreamPlan.Bound bound, long count) {
        if (count > 0) {
            progress.passed(bound, context.taskId().partition(), count);
        }
    }

    private HistoryState history(Bytes key, String account) {
        byte[] cold = histories.get(key);
        return cold == null ? HistoryState.start(account) : HistoryState.decode(cold);
    }

    private void send(byte[] key, AccountJudge.Judged judged, long timestamp) {
        judged.standing().ifPresent(standing -> forward(key, standings.encode(standing), timestamp, NodeName.COMPOSE));
        judged.alerts().forEach(alert -> forward(key, alert, timestamp, NodeName.ALERTS_SINK));
        judged.contribution()
                .ifPresent(added -> forward(key, contributions.encode(added), timestamp, NodeName.CONTRIBUTIONS_SINK));
        for (Edge edge : judged.edges()) {
            byte[] artefact = ByteBuffer.allocate(1 + Long.BYTES)
                    .put((byte) edge.kind().ordinal())
                    .putLong(edge.artefact())
                    .array();
            forward(artefact, edges.encode(edge), timestamp, NodeName.EDGES_SINK);
        }
    }

    private void refuse(Exchange exchange, Decoding.Reason reason, String remedy, long timestamp) {
        Reject reject = new Reject(
                Topic.USAGE.topicName(),
                exchange.origin().partition(),
                exchange.origin().offset(),
                reason.label(),
                "",
                remedy);
        forward(Wire.key(reject.source()), rejects.encode(reject), timestamp, NodeName.JUDGE_REJECTS_SINK);
    }

    private void forward(byte[] key, byte[] value, long timestamp, NodeName sink) {
        context.forward(new Record<>(key, value, timestamp), sink.label());
    }
}
