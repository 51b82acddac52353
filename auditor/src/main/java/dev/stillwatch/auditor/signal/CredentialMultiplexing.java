// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import dev.stillwatch.auditor.profile.Behaviour;
import dev.stillwatch.auditor.profile.Dial;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.profile.Sample;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.policy.Policy.Owner;
import dev.stillwatch.policies.policy.Policy.PlanReference;
import dev.stillwatch.policies.policy.Policy.SignalSettings;
import java.util.Arrays;

/**
 * D9: one account, many people behind it (AA26-251A, c). Statistics of the open day: distinct networks, distinct user
 * agents, scripts with at least one prompt in fifty. Weight: {@code slope} nats for each e-fold above the ordinary value
 * of each, and only when at least two of the three lie above. Silent on gateway plans and for accounts of declared
 * gateways, resellers and universities.
 *
 * <p>Hazards: undeclared gateways (declare them), CI runners (many networks, one agent: silent), phones on mobile
 * networks. Blind without network and user agent. Distinct samples of a ring are unions, so shared networks count once.
 */
final class CredentialMultiplexing implements Signal {
    private static final int SCRIPTS = Script.values().length;

    @Override
    public SignalId id() {
        return SignalId.D9;
    }

    @Override
    public FieldSet needs() {
        return FieldSet.of(Field.NETWORK, Field.USER_AGENT);
    }

    @Override
    public void count(Exchange exchange, Tally.Builder tally) {
        tally.seen(Sample.NETWORKS, exchange.identity().network());
        tally.seen(Sample.USER_AGENTS, exchange.identity().userAgent());
        tally.seen(Sample.CREDENTIALS, exchange.identity().credential());
        tally.seen(Sample.SYSTEMS, exchange.text().system());
        if (exchange.has(Field.PROMPT_TEXT)) {
            tally.add(Dial.SCRIPT, exchange.text().script().ordinal());
        }
    }

    @Override
    public Evidence weigh(Behaviour behaviour, SignalSettings settings) {
        Weighing weighing = new Weighing(id(), settings);
        if (declared(behaviour)) {
            return Evidence.nothing(id());
        }
        Tally today = behaviour.today();
        long networks = today.distinct(Sample.NETWORKS);
        long agents = today.distinct(Sample.USER_AGENTS);
        long scripts = scripts(today);
        double slope = weighing.value("slope");
        double[] excesses = {
            Weighing.excess(networks, weighing.value("ordinaryNetworks"), slope),
            Weighing.excess(agents, weighing.value("ordinaryAgents"), slope),
            Weighing.excess(scripts, weighing.value("ordinaryScripts"), slope)
        };
        int above = 0;
        for (double excess : excesses) {
            above += excess > 0 ? 1 : 0;
        }
        return weighing.evidence(
                above < 2 ? 0 : Arrays.stream(excesses).sum(),
                networks,
                weighing.value("ordinaryNetworks"),
                scripts == 1
                        ? "One account from about %d networks with about %d clients in one script in one day."
                        : "One account from about %d networks with about %d clients in %d scripts in one day.",
                networks,
                agents,
                scripts);
    }

    private static boolean declared(Behaviour behaviour) {
        PlanReference plan = behaviour.policy().plans().get(behaviour.facts().plan());
        boolean gateway = plan != null && plan.gateway();
        return gateway
                || behaviour
                        .policy()
                        .owners()
                        .of(behaviour.facts().account(), behaviour.facts().org())
                        .map(Owner::kind)
                        .filter(kind -> kind != Owner.Kind.ENTERPRISE)
                        .isPresent();
    }

    private static long scripts(Tally today) {
        long read = today.count(Measure.WITH_PROMPT_TEXT);
        long scripts = 0;
        for (int script = Script.LATIN.ordinal(); script < SCRIPTS; script++) {
            long prompts = today.count(Dial.SCRIPT, script);
            scripts += prompts > 0 && prompts * 50 >= read ? 1 : 0;
        }
        return scripts;
    }
}
