// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Accounts to look for rings among. */
final class RingCrowd {
    private RingCrowd() {}

    static RingFinder.Rules rules(Set<Artefact> ordinary) {
        return new RingFinder.Rules(
                Set.of(ArtefactKind.SKELETON),
                Set.of(
                        ArtefactKind.PAYMENT,
                        ArtefactKind.SIGN_UP_MINUTE,
                        ArtefactKind.USER_AGENT,
                        ArtefactKind.SKETCH_BAND),
                ordinary,
                0.01,
                3,
                0.5);
    }

    /** Customers with a template of ten, a network of sixty, a mail domain of four, a card of their own. */
    static List<Footprint> crowd(int size, int seed) {
        Random random = new Random(seed);
        List<Footprint> crowd = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            crowd.add(account(
                    "c-" + i,
                    template(random.nextInt(10)),
                    network(random.nextInt(60)),
                    mail(random.nextInt(4)),
                    card(10_000 + i)));
        }
        return crowd;
    }

    static Footprint account(String name, Artefact... artefacts) {
        return new Footprint(
                name, name, Arrays.stream(artefacts).map(RingCrowd::seen).toList());
    }

    static Footprint.Sighting seen(Artefact artefact) {
        return new Footprint.Sighting(artefact, 1_000);
    }

    static Artefact template(long value) {
        return new Artefact(ArtefactKind.SKELETON, value);
    }

    static Artefact subject(long value) {
        return new Artefact(ArtefactKind.SKETCH_BAND, value);
    }

    static Artefact card(long value) {
        return new Artefact(ArtefactKind.PAYMENT, value);
    }

    static Artefact mail(long value) {
        return new Artefact(ArtefactKind.EMAIL_DOMAIN, value);
    }

    static Artefact network(long value) {
        return new Artefact(ArtefactKind.ASN, value);
    }
}
