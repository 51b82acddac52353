// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.intake.Decoding;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.Codec;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import dev.stillwatch.policies.wire.FragmentStreamCodec;
import dev.stillwatch.policies.wire.MembershipCodec;
import dev.stillwatch.policies.wire.RejectCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.TickCodec;
import dev.stillwatch.policies.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a finished run wrote on its topics: read once, then asked. */
final class WrittenTopics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuditorSettings settings;
    private final Detection detection;
    private final Harvest harvest = new Harvest();
    private final RecordCount count = new RecordCount();
    private final List<Alert> alerts = new ArrayList<>();
    private final RingNews news;

    WrittenTopics(AuditorSettings settings, Detection detection) {
        this.settings = settings;
        this.detection = detection;
        this.news = new RingNews(detection.group());
    }

    /**
     * Reads all of them.
     *
     * @param tooLarge records that never reached the broker
     */
    void read(long tooLarge) {
        harvest.reject(Decoding.Reason.TOO_LARGE.label(), tooLarge);
        TopicReader reader = new TopicReader(settings.bootstrapServers());
        // Rejects go before exchanges: some of these were withdrawn after intake.
        rejects(reader);
        standings(reader);
        exchanges(reader);
        findings(reader);
    }

    Harvest harvest() {
        return harvest;
    }

    RecordCount count() {
        return count;
    }

    /** The findings, in the order of their time, subject and text. */
    List<byte[]> alerts() {
        return alerts.stream().map(Alert::json).toList();
    }

    /** What was told of rings. */
    RingNews news() {
        return news;
    }

    private void rejects(TopicReader reader) {
        RejectCodec rejects = new RejectCodec();
        reader.read(settings.topic(Topic.REJECTS), record -> {
            Reject reject = decode(rejects, record.value());
            harvest.reject(reject);
            count.reject(reject, record.headers());
        });
    }

    private void standings(TopicReader reader) {
        StandingCodec standings = new StandingCodec(detection.key());
        reader.read(settings.topic(Topic.STANDINGS), record -> {
            // Of who was let go of, only that he was is written.
            if (record.value() != null) {
                harvest.standing(decode(standings, record.value()));
            }
        });
        MembershipCodec memberships = new MembershipCodec(detection.key());
        reader.read(settings.topic(Topic.MEMBERSHIPS), record -> {
            if (!TickCodec.isTick(record.value())) {
                harvest.membership(decode(memberships, record.value()));
            }
        });
    }

    private void exchanges(TopicReader reader) {
        ExchangeStreamCodec exchanges = new ExchangeStreamCodec();
        reader.read(settings.topic(Topic.EXCHANGES), record -> {
            if (decode(exchanges, record.value()) instanceof ExchangeStream.Arrival arrival) {
                harvest.exchange(arrival.exchange());
                count.exchange(arrival.exchange(), record.headers());
            }
        });
        FragmentStreamCodec fragments = new FragmentStreamCodec();
        reader.read(settings.topic(Topic.FRAGMENTS), record -> {
            if (decode(fragments, record.value()) instanceof Fragment part) {
                count.part(part.exchange());
            }
        });
    }

    private void findings(TopicReader reader) {
        reader.read(settings.topic(Topic.ALERTS), record -> alerts.add(Alert.of(record.key(), record.value())));
        alerts.sort(Alert.ORDER);
        alerts.stream()
                .filter(alert -> harvest.rings().contains(alert.subject()))
                .forEach(alert -> news.add(tree(alert.json())));
    }

    private static <T> T decode(Codec<T> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (WireException e) {
            throw new IllegalStateException("the run wrote what it cannot read: " + e.getMessage(), e);
        }
    }

    private static JsonNode tree(byte[] finding) {
        try {
            return JSON.readTree(finding);
        } catch (IOException e) {
            throw new IllegalStateException("the run wrote a finding that is no JSON", e);
        }
    }

    /** A finding with what orders it. */
    private record Alert(long time, String subject, String text, byte[] json) {
        static final Comparator<Alert> ORDER = Comparator.comparingLong(Alert::time)
                .thenComparing(Alert::subject)
                .thenComparing(Alert::text);

        static Alert of(byte[] key, byte[] json) {
            long time = tree(json).path("time").asLong();
            return new Alert(
                    time, new String(key, StandardCharsets.UTF_8), new String(json, StandardCharsets.UTF_8), json);
        }
    }
}
