// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.HistoryState;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** One account judged bucket by bucket, its states kept as bytes in between as the stores keep them. */
final class JudgedAccount {
    static final long START = ExchangeMaker.START;
    static final long MINUTE = 60_000;

    final List<Finding> findings = new ArrayList<>();
    final List<Standing> standings = new ArrayList<>();
    final List<Act> acts = new ArrayList<>();
    private final Adjudicator adjudicator = new Adjudicator(new SignalCatalogue());
    private final String name;
    private final List<Policy> known;
    private final LongFunction<Policy> policies;
    private KeptProfile profile;
    private byte[] history;

    JudgedAccount(Policy policy) {
        this("acct-1", policy);
    }

    JudgedAccount(String name, Policy policy) {
        this(name, List.of(policy), time -> policy);
    }

    JudgedAccount(String name, List<Policy> known, LongFunction<Policy> policies) {
        this.name = name;
        this.known = known;
        this.policies = policies;
        this.profile = ProfileState.start(name).encode();
        this.history = HistoryState.start(name).encode();
    }

    Judgement judge(long asOf, List<Exchange> exchanges) {
        List<Exchange> sorted = new ArrayList<>(exchanges);
        sorted.sort(Comparator.comparingLong(Exchange::time).thenComparing(Exchange::id));
        Judgement judgement = adjudicator.judge(new Question(
                name,
                asOf,
                ProfileState.decode(profile),
                () -> HistoryState.decode(history),
                sorted,
                acts,
                policies,
                this::named));
        profile = judgement.profile().encode();
        judgement.history().ifPresent(changed -> history = changed.encode());
        findings.addAll(judgement.findings());
        judgement.standing().ifPresent(standings::add);
        return judgement;
    }

    private Optional<Policy> named(String id) {
        return known.stream().filter(policy -> policy.id().equals(id)).findFirst();
    }

    Judgement quiet(long asOf) {
        return judge(asOf, List.of());
    }

    void act(Act.Kind kind, long time, Act.Verdict verdict) {
        acts.add(new Act("a" + acts.size(), name, kind, Tier.CLEAR, 0, verdict, "ann", "seen", time, 0));
    }

    Optional<Finding.Harvesting> lastHarvesting() {
        return findings.stream()
                .filter(Finding.Harvesting.class::isInstance)
                .map(Finding.Harvesting.class::cast)
                .reduce((first, second) -> second);
    }

    ProfileState profile() {
        return ProfileState.decode(profile);
    }

    byte[] history() {
        return history.clone();
    }

    KeptProfile kept() {
        return profile;
    }

    int hotBytes() {
        return profile.hot().length;
    }

    int profileBytes() {
        return profile.hot().length + profile.rest().length;
    }

    int historyBytes() {
        return history.length;
    }

    /** Calls that probe the last layer: log-probabilities under a bias on ever new tokens. */
    static List<Exchange> probes(int from, int count, long start) {
        List<Exchange> made = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            made.add(new ExchangeMaker(i)
                    .at(start + i)
                    .probing(true, 1_000_003L * i + 17)
                    .maxTokens(1)
                    .make());
        }
        return made;
    }

    static Exchange claiming(Exchange exchange, String passport) {
        Exchange.Identity who = exchange.identity();
        return new Exchange(
                exchange.time(),
                exchange.id(),
                exchange.origin(),
                exchange.present(),
                new Exchange.Identity(
                        who.account(),
                        who.org(),
                        who.plan(),
                        who.created(),
                        who.payment(),
                        who.emailDomain(),
                        who.credential(),
                        who.network(),
                        who.asn(),
                        who.userAgent(),
                        who.tls(),
                        who.session(),
                        passport),
                exchange.demand(),
                exchange.supply(),
                exchange.text());
    }
}
