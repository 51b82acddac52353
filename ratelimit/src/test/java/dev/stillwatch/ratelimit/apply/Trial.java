// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A limiter over one file and a clock that stands. */
final class Trial {
    final TestClock clock = new TestClock();
    final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    final Counters counters = new Counters(clock, 10_000);
    final FileLimiter limiter;
    private final Path file;

    private Trial(Path file, Modes modes) {
        this.file = file;
        this.limiter = new FileLimiter(shelf, counters, modes);
    }

    static Trial of(Path directory, String yaml) {
        return of(directory, Modes.OF_RULES, yaml);
    }

    static Trial of(Path directory, Modes modes, String yaml) {
        Trial trial = new Trial(directory.resolve("limits.yaml"), modes);
        assertThat(trial.reload(yaml)).isEmpty();
        return trial;
    }

    List<Problem> reload(String yaml) {
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shelf.replaceFrom(file);
    }

    LimitResponse ask(String domain, long hits, Descriptor... descriptors) {
        return ask(Tier.CLEAR, domain, hits, descriptors);
    }

    LimitResponse ask(Tier tier, String domain, long hits, Descriptor... descriptors) {
        try {
            Treatment treatment = new Treatment("", tier, tier, LimitPlan.NONE, "", 0, true, Optional.empty());
            return limiter.decide(new LimitRequest(domain, List.of(descriptors), hits), treatment, counters.reading());
        } catch (UndecidedException e) {
            throw new AssertionError(e);
        }
    }

    /** The code of one descriptor, once for each time that it is asked. */
    List<Code> codes(int times, String domain, Descriptor descriptor) {
        List<Code> codes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            codes.add(ask(domain, 1, descriptor).code());
        }
        return codes;
    }

    DescriptorStatus status(String domain, Descriptor descriptor) {
        return ask(domain, 1, descriptor).statuses().get(0);
    }

    /** How many of so many single requests pass. */
    int passing(int times, String domain, Descriptor descriptor) {
        return (int) codes(times, domain, descriptor).stream()
                .filter(Code.OK::equals)
                .count();
    }

    /** Pairs of key and value, alternating. */
    static Descriptor descriptor(String... words) {
        return new Descriptor(entries(words), Optional.empty(), OptionalLong.empty(), false);
    }

    static Descriptor hits(long hits, String... words) {
        return new Descriptor(entries(words), Optional.empty(), OptionalLong.of(hits), false);
    }

    static Descriptor givenBack(long hits, String... words) {
        return new Descriptor(entries(words), Optional.empty(), OptionalLong.of(hits), true);
    }

    static Descriptor override(long requests, Unit unit, String... words) {
        return new Descriptor(entries(words), Optional.of(new Rate(requests, unit)), OptionalLong.empty(), false);
    }

    private static List<Entry> entries(String... words) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < words.length; i += 2) {
            entries.add(new Entry(words[i], words[i + 1]));
        }
        return entries;
    }
}
