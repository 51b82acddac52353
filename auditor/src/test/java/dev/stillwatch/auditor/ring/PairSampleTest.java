// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static dev.stillwatch.auditor.ring.RingCrowd.account;
import static dev.stillwatch.auditor.ring.RingCrowd.subject;
import static dev.stillwatch.auditor.ring.RingCrowd.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a group is compared with. */
class PairSampleTest {
    private static final int SUBJECTS = 5;

    @Test
    void ofFewEveryPairIsCompared() {
        List<Footprint> parties = group(10, 900, 1);
        parties.add(account("other-1", subject(2)));
        parties.add(account("other-2", subject(2)));
        parties.add(account("other-3", subject(3)));

        assertThat(look(parties, 900)).isEqualTo(new Likeness(10, 1, 3, 1 / 3.0, 10));
    }

    @Test
    void ofManyOthersSoManyAreComparedAndTheyAreLikeAll() {
        List<Footprint> parties = others(4_000);
        Set<Double> seen = new HashSet<>();
        for (int hub = 0; hub < 20; hub++) {
            parties.addAll(group(12, 900 + hub, hub));
        }
        for (int hub = 0; hub < 20; hub++) {
            Likeness likeness = look(parties, 900 + hub);
            assertThat(likeness.others()).isEqualTo(PairSample.MOST);
            assertThat(likeness.outside()).isCloseTo(1.0 / SUBJECTS, within(0.05));
            seen.add(likeness.outside());
        }
        assertThat(seen).as("each hub has others of its own").hasSizeGreaterThan(10);
    }

    @Test
    void whoIsComparedDoesNotDependOnTheOrder() {
        List<Footprint> parties = others(2_000);
        parties.addAll(group(700, 900, 1));
        Likeness inOrder = look(parties, 900);
        Collections.shuffle(parties, new Random(1));

        assertThat(look(parties, 900)).isEqualTo(inOrder);
        assertThat(inOrder.parties()).isBetween(180L, 340L);
        assertThat(inOrder.group()).isEqualTo(700);
    }

    /** Of 4,000 others, 256 are compared: whether one of the rest is here changes nothing. */
    @Test
    void whoComesOrGoesElsewhereChangesNothing() {
        List<Footprint> parties = others(4_000);
        parties.addAll(group(20, 900, 1));
        Likeness all = look(parties, 900);
        int same = 0;
        for (int gone = 0; gone < 40; gone++) {
            List<Footprint> fewer = new ArrayList<>(parties);
            fewer.remove(gone * 100);
            same += look(fewer, 900).equals(all) ? 1 : 0;
        }

        assertThat(same).isGreaterThanOrEqualTo(30);
    }

    /** The smallest crowd in which there are some to walk past: all others but the group's own parties. */
    @Test
    void theGroupIsNeverAmongTheOthers() {
        List<Footprint> parties = group(600, 900, 1);
        parties.addAll(others(200));

        Likeness likeness = look(parties, 900);

        assertThat(likeness.others()).isEqualTo(200);
        assertThat(likeness.outside()).isCloseTo(1.0 / SUBJECTS, within(0.05));
        assertThat(likeness.inside()).isEqualTo(1);
    }

    private static List<Footprint> group(int size, long hub, long about) {
        List<Footprint> group = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            group.add(account("evil-" + hub + "-" + i, template(hub), subject(about % SUBJECTS)));
        }
        return group;
    }

    private static List<Footprint> others(int size) {
        Random random = new Random(3);
        List<Footprint> others = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            others.add(account("other-" + i, subject(random.nextInt(SUBJECTS))));
        }
        return others;
    }

    private static Likeness look(List<Footprint> parties, long hub) {
        LiveLinks links = LiveLinks.of(parties);
        int[] partiesWith = new int[links.artefacts()];
        int place = -1;
        for (int artefact = 0; artefact < partiesWith.length; artefact++) {
            partiesWith[artefact] = links.partiesWith(artefact);
            place = links.artefact(artefact).equals(template(hub)) ? artefact : place;
        }
        return new PairSample(links, partiesWith, ArtefactKind.SKETCH_BAND).of(place);
    }
}
