// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.forming;

import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Footprint;
import dev.stillwatch.auditor.ring.RingFinder;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Accounts with seven artefacts each, drawn apart from each other, and one campaign of {@link #CAMPAIGN} with a template
 * of its own and a card for every four accounts. The numbers are drawn, not measured: what is timed is the search, not
 * how well it finds.
 *
 * @param accounts how many, more than {@link #CAMPAIGN}
 */
record Crowd(int accounts) {
    /** Accounts of the campaign. */
    static final int CAMPAIGN = 100;

    /** Templates make groups. */
    static final RingFinder.Rules RULES = new RingFinder.Rules(
            Set.of(ArtefactKind.SKELETON),
            EnumSet.complementOf(EnumSet.of(ArtefactKind.SKELETON)),
            Set.of(),
            0.01,
            10,
            0);

    private static final int CARD = 4;
    private static final int TEMPLATES_IN = 20;
    private static final int NETWORKS = 3_000;
    private static final int SYSTEMS = 60;
    private static final int AGENTS = 40;
    private static final int PRINTS = 9;
    private static final int DOMAINS = 2_000;

    List<Footprint> footprints() {
        SplittableRandom random = new SplittableRandom(1);
        List<Footprint> footprints = new ArrayList<>(accounts);
        for (int account = 0; account < accounts; account++) {
            boolean member = account < CAMPAIGN;
            String name = "acct-" + account;
            footprints.add(new Footprint(
                    name,
                    name,
                    List.of(
                            seen(
                                    ArtefactKind.SKELETON,
                                    member ? -1 : random.nextInt(Math.max(1, accounts / TEMPLATES_IN))),
                            seen(ArtefactKind.PAYMENT, member ? -1 - account / CARD : account),
                            seen(ArtefactKind.NETWORK, random.nextInt(NETWORKS)),
                            seen(ArtefactKind.ASN, random.nextInt(SYSTEMS)),
                            seen(ArtefactKind.USER_AGENT, random.nextInt(AGENTS)),
                            seen(ArtefactKind.TLS, random.nextInt(PRINTS)),
                            seen(ArtefactKind.EMAIL_DOMAIN, random.nextInt(DOMAINS)))));
        }
        return footprints;
    }

    private static Footprint.Sighting seen(ArtefactKind kind, long value) {
        return new Footprint.Sighting(new Artefact(kind, value), 0);
    }
}
