// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.forming;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.auditor.adjudicate.RingJudge;
import dev.stillwatch.auditor.adjudicate.RingMemory;
import dev.stillwatch.auditor.adjudicate.RingQuestion;
import dev.stillwatch.auditor.profile.Course;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Dial;
import dev.stillwatch.auditor.profile.Drift;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Rhythm;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.wire.ContributionCodec;
import dev.stillwatch.policies.wire.WireException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The judgement of one ring at the end of an epoch, and what it takes. Drawn, the same on every run. */
final class RingEpoch {
    private static final int ROUNDS = 9;
    /** Of so many members one has told something new: an account of 25 exchanges a day tells some 18 times in 288 epochs. */
    private static final int ONE_TOLD = 16;

    private static final int EXCHANGES = 25;
    private static final long END = 20_000 * DayCell.MILLIS + DayCell.MILLIS / 2;

    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    private final Policy policy = new PolicyLoader().packagedDefault();
    private final RingJudge judge = new RingJudge(new SignalCatalogue());
    private final ContributionCodec codec = new ContributionCodec();
    private final Map<String, byte[]> told = new HashMap<>();
    private final Ring ring;

    RingEpoch(int members) {
        SplittableRandom random = new SplittableRandom(1);
        List<String> names = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            String name = String.format("acct-%07d", member);
            names.add(name);
            told.put(name, codec.encode(contribution(name, random)));
        }
        Artefact hub = new Artefact(ArtefactKind.SKELETON, 1);
        ring = new Ring(
                new Founding(0, hub),
                names,
                List.of(),
                List.of(new Tie(hub, ArtefactKind.PAYMENT, new Coincidence(2 * members, members, 1, members / 2))));
    }

    /** Median milliseconds of CPU of a judgement that decodes every contribution. */
    double decodingAll() {
        return median(ignored -> account -> Optional.of(decoded(account)));
    }

    /** Median milliseconds of CPU of a judgement and of decoding what is new, which the stream does as it comes. */
    double decodingNews() {
        Map<String, Contributed> held = new HashMap<>();
        return median(round -> {
            for (int i = round % ONE_TOLD; i < ring.members().size(); i += ONE_TOLD) {
                held.remove(ring.members().get(i));
            }
            return account -> Optional.of(held.computeIfAbsent(account, this::decoded));
        });
    }

    private double median(Function<Integer, Function<String, Optional<Contributed>>> contributions) {
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Function<String, Optional<Contributed>> latest = contributions.apply(round);
            long began = cpu.getCurrentThreadCpuTime();
            judge.judge(question(latest));
            rounds.add((cpu.getCurrentThreadCpuTime() - began) / 1e6);
        }
        return rounds.stream().sorted().toList().get(ROUNDS / 2);
    }

    private RingQuestion question(Function<String, Optional<Contributed>> contributions) {
        return new RingQuestion(
                "ring-0000000000000001",
                ring,
                List.of(),
                END,
                RingMemory.start(ring.founding()),
                contributions,
                account -> Optional.empty(),
                account -> account,
                account -> Optional.empty(),
                (account, artefact) -> 1,
                account -> 0,
                artefact -> 0,
                List.of(),
                policy,
                id -> Optional.of(policy));
    }

    private Contributed decoded(String account) {
        try {
            return Contributed.of(codec.decode(told.getOrDefault(account, new byte[0])));
        } catch (WireException e) {
            throw new IllegalStateException("what was just encoded cannot be read", e);
        }
    }

    private static Contribution contribution(String account, SplittableRandom random) {
        Tally.Builder tally = new Tally.Builder().add(Measure.EXCHANGES, EXCHANGES);
        long[] times = new long[EXCHANGES];
        for (int i = 0; i < EXCHANGES; i++) {
            times[i] = END - random.nextLong(DayCell.MILLIS / 2);
            tally.add(Measure.OUTPUT_TOKENS, 200 + random.nextInt(400))
                    .add(Dial.HOUR, random.nextInt(Dial.HOUR.size()))
                    .seen(Sample.PROMPTS, random.nextLong())
                    .seen(Sample.SKELETONS, random.nextInt(4) == 0 ? random.nextLong() : 1)
                    .seen(Sample.NETWORKS, 1 + random.nextLong(3));
        }
        Rhythm rhythm = Rhythm.NONE.with(DayCell.dayOf(END - 1), times);
        return new Contribution(
                account,
                "",
                END,
                tally.build().encode(),
                new byte[0],
                new Course(rhythm, Drift.NONE).encode(),
                0,
                EXCHANGES);
    }
}
