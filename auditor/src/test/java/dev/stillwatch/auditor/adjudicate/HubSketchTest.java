// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.profile.BandSum;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HubSketchTest {
    private static final long OTHER_TEMPLATE = 8;

    private int made;

    @Test
    void promptsUnderTheFirstTemplateThatComesAgainAreCounted() {
        HubSketch hub = after(HubSketch.NONE, under(7, 5), apart(3));

        assertThat(hub.prompts()).isEqualTo(5);
    }

    @Test
    void whatOnlyCameOnceIsNoHub() {
        assertThat(after(HubSketch.NONE, apart(30))).isEqualTo(HubSketch.NONE);
    }

    @Test
    void openingsAndEndsAreHubsToo() {
        assertThat(after(HubSketch.NONE, ends(4, 7, 0)).prompts()).isEqualTo(4);
        assertThat(after(HubSketch.NONE, ends(4, 0, 7)).prompts()).isEqualTo(4);
    }

    @Test
    void anotherTakesItsPlaceWhenItLeadsByMoreThanThereAre() {
        HubSketch first = after(HubSketch.NONE, under(7, 3));
        HubSketch stays = after(first, under(OTHER_TEMPLATE, 6));
        HubSketch goes = after(first, under(OTHER_TEMPLATE, 7));

        assertThat(stays.prompts()).isEqualTo(3);
        assertThat(goes.prompts()).isEqualTo(7);
        assertThat(goes.print()).isNotEqualTo(first.print());
    }

    /** Two templates in turns do not keep each other from being counted. */
    @Test
    void ofTwoThatComeInTurnsTheFirstIsCounted() {
        HubSketch hub = HubSketch.NONE;
        for (int i = 0; i < 20; i++) {
            hub = after(hub, under(7, 2));
            hub = after(hub, under(OTHER_TEMPLATE, 2));
        }

        assertThat(hub.prompts()).isEqualTo(40);
    }

    @Test
    void theMeanIsLookedAtFromTheLeastOnAndAtEachDoubling() {
        HubSketch hub = HubSketch.NONE;
        List<Integer> looks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            HubSketch before = hub;
            HubSketch now = after(before, under(7, 2));
            now.bandsSince(before).ifPresent(bands -> looks.add(now.prompts()));
            hub = now.looked();
        }

        assertThat(looks).containsExactly(HubSketch.LEAST, 32, HubSketch.MOST);
        assertThat(hub.sum()).isEqualTo(BandSum.EMPTY);
        assertThat(bytes(hub).length).isLessThanOrEqualTo(40);
    }

    @Test
    void aDayThatBeginsWithManyIsLookedAtOnce() {
        HubSketch hub = after(HubSketch.NONE, under(7, 500));

        assertThat(hub.bandsSince(HubSketch.NONE))
                .hasValueSatisfying(bands -> assertThat(bands).hasSize(BandSum.BANDS));
        assertThat(after(hub.looked(), under(7, 500)).bandsSince(hub.looked())).isEmpty();
    }

    @Test
    void theOrderWithinABucketDoesNotMatter() {
        List<Exchange> bucket = new ArrayList<>(under(7, 9));
        bucket.addAll(under(OTHER_TEMPLATE, 9));
        bucket.addAll(ends(9, 11, 12));
        HubSketch expected = after(HubSketch.NONE, bucket);

        Random random = new Random(3);
        for (int trial = 0; trial < 30; trial++) {
            Collections.shuffle(bucket, random);
            assertThat(after(HubSketch.NONE, bucket)).isEqualTo(expected);
        }
    }

    @Test
    void itComesBackFromItsBytes() {
        HubSketch largest = after(HubSketch.NONE, ends(63, -5, Long.MAX_VALUE));
        for (HubSketch hub : List.of(HubSketch.NONE, after(HubSketch.NONE, under(7, 20)), largest)) {
            assertThat(HubSketch.read(new ByteReader(bytes(hub)))).isEqualTo(hub);
        }
        assertThat(bytes(largest).length).isLessThanOrEqualTo(150);
    }

    @Test
    void aKindThatIsNoHubIsRefused() {
        byte[] bytes = new ByteWriter().number(0).number(0).number(0).number(3).bytes();

        assertThatThrownBy(() -> HubSketch.read(new ByteReader(bytes))).hasMessageContaining("no kind of hub 3");
    }

    /** After one bucket, in which what comes twice has come before. */
    @SafeVarargs
    private static HubSketch after(HubSketch before, List<Exchange>... parts) {
        List<Exchange> bucket = new ArrayList<>();
        List.of(parts).forEach(bucket::addAll);
        Map<ArtefactKind, Map<Long, Long>> again = new HashMap<>();
        for (Exchange exchange : bucket) {
            count(again, ArtefactKind.SKELETON, exchange.text().skeleton());
            count(again, ArtefactKind.OPENING, exchange.text().opening());
            count(again, ArtefactKind.CLOSING, exchange.text().closing());
        }
        again.values().forEach(counts -> counts.values().removeIf(count -> count < 2));
        return before.with(again, bucket);
    }

    private static void count(Map<ArtefactKind, Map<Long, Long>> counts, ArtefactKind kind, long value) {
        if (value != 0) {
            counts.computeIfAbsent(kind, k -> new HashMap<>()).merge(value, 1L, Long::sum);
        }
    }

    private List<Exchange> under(long template, int count) {
        return exchanges(count, maker -> maker.skeleton(template));
    }

    private List<Exchange> apart(int count) {
        return exchanges(count, maker -> maker);
    }

    private List<Exchange> ends(int count, long opening, long closing) {
        return exchanges(count, maker -> maker.ends(opening, closing));
    }

    private List<Exchange> exchanges(int count, UnaryOperator<ExchangeMaker> with) {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            exchanges.add(with.apply(new ExchangeMaker(made++)).make());
        }
        return exchanges;
    }

    private static byte[] bytes(HubSketch hub) {
        ByteWriter out = new ByteWriter();
        hub.write(out);
        return out.bytes();
    }
}
