// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys whose texts all have one hash: {@code Aa} and {@code BB} have, in whichever place. */
class CounterKeyTest {
    private static final List<String> TEXTS = List.of("Aa", "BB");
    private static final List<Plan> PLANS = List.of(
            new WindowPlan(Unit.MINUTE, 1), new WindowPlan(Unit.HOUR, 1), new BucketPlan(Unit.MINUTE, 1, 1, false));

    /** What a key is told apart by. */
    private record Told(int plan, String domain, List<Entry> entries) {
        CounterKey key() {
            return new CounterKey(domain, entries, PLANS.get(plan));
        }
    }

    private final List<Told> all = new ArrayList<>();

    CounterKeyTest() {
        List<List<Entry>> lists = new ArrayList<>();
        List<Entry> entries = TEXTS.stream()
                .flatMap(key -> TEXTS.stream().map(value -> new Entry(key, value)))
                .toList();
        for (Entry first : entries) {
            lists.add(List.of(first));
            for (Entry second : entries) {
                lists.add(List.of(first, second));
            }
        }
        for (int plan = 0; plan < PLANS.size(); plan++) {
            for (String domain : TEXTS) {
                for (List<Entry> list : lists) {
                    all.add(new Told(plan, domain, list));
                }
            }
        }
    }

    @Test
    void keysAreEqualWhenAllThatTellsThemApartIs() {
        for (Told mine : all) {
            for (Told yours : all) {
                boolean same = mine.equals(yours);
                assertThat(mine.key().equals(yours.key()))
                        .as("%s, %s", mine, yours)
                        .isEqualTo(same);
                assertThat(mine.key().compareTo(yours.key()) == 0)
                        .as("%s, %s", mine, yours)
                        .isEqualTo(same);
            }
        }
        assertThat(all.get(0).key())
                .isNotEqualTo("Aa")
                .hasSameHashCodeAs(all.get(0).key());
    }

    @Test
    void theirOrderIsOne() {
        List<CounterKey> sorted = all.stream().map(Told::key).sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = 0; j < sorted.size(); j++) {
                assertThat(Integer.signum(sorted.get(i).compareTo(sorted.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void aKeptKeyIsEqualAndHoldsItsNamesInOneCopy() {
        for (Told told : all) {
            CounterKey kept = told.key().kept(name -> "one");
            assertThat(kept.entries()).extracting(Entry::key).containsOnly("one");
            assertThat(told.key().kept(name -> name)).isEqualTo(told.key()).hasSameHashCodeAs(told.key());
        }
    }
}
