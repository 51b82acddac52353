// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.TextFeatures;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.exchange.TextFeatures.Structure;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An account that fills everything that is kept of accounts at once: its state is bounded and free of order as any other's. */
class FullAccountTest {
    private static final int DAYS = 4;
    private static final int BUCKETS = 240;
    private static final int EACH = 6;
    private static final String NAME = "n".repeat(256);
    private static final List<Mark> MARKS = List.of(Mark.values());

    @Test
    void shouldStayWithinItsSize() {
        JudgedAccount account = new JudgedAccount(NAME, Policies.bare());
        ProfileState last = account.profile();
        int hot = 0;
        int whole = 0;
        for (List<Exchange> bucket : buckets()) {
            last = account.judge(end(bucket), bucket).profile();
            hot = Math.max(hot, account.hotBytes());
            whole = Math.max(whole, account.profileBytes() + account.historyBytes());
        }

        assertThat(account.profileBytes()).isGreaterThan(2 * KeptProfile.MOST_HOT);
        assertThat(hot).isLessThanOrEqualTo(KeptProfile.MOST_HOT);
        // Above the 12 KB of the design, which accounts keep to that do not fill everything: docs/open.md.
        assertThat(whole).isLessThanOrEqualTo(18 * 1024);
        assertThat(account.profile()).usingRecursiveComparison().isEqualTo(last);
    }

    /** Every fourth exchange is up to an eighth of a day late, the midnight in between or not. */
    @Test
    void shouldSettleAsTheInOrderRunWhenSomeComesLate() {
        JudgedAccount inOrder = new JudgedAccount(NAME, Policies.bare());
        JudgedAccount late = new JudgedAccount(NAME, Policies.bare());
        List<List<Exchange>> buckets = buckets();
        List<List<Exchange>> disturbed = new ArrayList<>();
        buckets.forEach(bucket -> disturbed.add(new ArrayList<>()));
        Random random = new Random(9);
        for (int i = 0; i < buckets.size(); i++) {
            for (Exchange exchange : buckets.get(i)) {
                int delay = random.nextInt(4) == 0 ? random.nextInt(BUCKETS / 8) : 0;
                disturbed.get(Math.min(i + delay, buckets.size() - 1)).add(exchange);
            }
        }
        for (int i = 0; i < buckets.size(); i++) {
            long end = end(buckets.get(i));
            inOrder.judge(end, buckets.get(i));
            late.judge(end, disturbed.get(i));
        }
        inOrder.quiet(START + DAYS * ExchangeMaker.DAY + MINUTE);
        late.quiet(START + DAYS * ExchangeMaker.DAY + MINUTE);

        assertThat(late.history()).isEqualTo(inOrder.history());
        assertThat(late.profile().recent()).isEqualTo(inOrder.profile().recent());
        assertThat(late.profile().past()).isEqualTo(inOrder.profile().past());
        assertThat(late.profile().facts()).isEqualTo(inOrder.profile().facts());
        assertThat(late.profile().weightiest()).isEqualTo(inOrder.profile().weightiest());
        assertThat(late.profile().ladder()).isEqualTo(inOrder.profile().ladder());
    }

    private static long end(List<Exchange> bucket) {
        return Math.floorDiv(bucket.get(0).time(), MINUTE) * MINUTE + MINUTE;
    }

    private static List<List<Exchange>> buckets() {
        Random random = new Random(4);
        List<List<Exchange>> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < DAYS * BUCKETS; bucket++) {
            long at = START + bucket * (ExchangeMaker.DAY / BUCKETS);
            List<Exchange> exchanges = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                exchanges.add(exchange(bucket * EACH + i, at + i, random));
            }
            buckets.add(exchanges);
        }
        return buckets;
    }

    /** Whatever can be another one each time is; whatever can be marked is, in turns. */
    private static Exchange exchange(int number, long time, Random random) {
        Exchange model = new ExchangeMaker(number).make();
        boolean refused = number % 3 == 0;
        return new Exchange(
                time,
                "%064d".formatted(number),
                model.origin(),
                FieldSet.of(EnumSet.allOf(Field.class)),
                new Exchange.Identity(
                        NAME,
                        "o".repeat(128),
                        "p".repeat(127) + number % 2,
                        random.nextLong() >>> 20,
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        "passport-" + number),
                new Exchange.Demand(
                        number % 5 == 0 ? "batch" : "chat",
                        "model-" + number,
                        1000,
                        1 + number % 4,
                        number % 2,
                        true,
                        5,
                        3,
                        new long[] {random.nextInt(100_000), random.nextInt(100_000), random.nextInt(100_000)},
                        true,
                        4,
                        true),
                new Exchange.Supply(
                        200,
                        "stop",
                        1_000_000,
                        0,
                        1_000_000,
                        500_000,
                        refused,
                        false,
                        random.nextLong(),
                        true,
                        900,
                        random.nextLong()),
                new TextFeatures(
                        model.text().sketch(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        Marks.of(MARKS.get(number % MARKS.size()), Mark.OVERRIDE),
                        255,
                        Script.values()[number % Script.values().length],
                        100,
                        25,
                        1 + number % 2,
                        200,
                        new Structure(number % 64),
                        true,
                        0));
    }
}
