// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.util.List;

/**
 * A kind of customer or attacker: where its text comes from, when it comes, who sends it and what it asks for. The table
 * is data ({@code personas.json}); what an entry leaves out it takes from the table's defaults.
 *
 * @param name the class as labels have it
 * @param text what it writes
 * @param pace when it sends
 * @param footing who it is
 * @param ask what it asks the model for
 */
record Persona(String name, Text text, Pace pace, Footing footing, Ask ask) {
    /** Tokens that a simulated text itself brings, about: measured input sizes are those of whole requests. */
    private static final int TEXT_TOKENS = 100;

    /** The same with measured sizes. */
    Persona measured(TokenSizes sizes) {
        return new Persona(name, text, pace, footing, ask.measured(sizes));
    }

    /** The same with measured hours and burstiness. */
    Persona measured(List<Double> hours, double cv) {
        return new Persona(name, text, pace.measured(hours, cv), footing, ask);
    }

    /**
     * What it writes.
     *
     * @param role what its prompts are about: a symbol of the grammar, or a corpus of that kind
     * @param follow symbol of its follow-up turns; empty repeats the role
     * @param system symbol of its system text, drawn once an account; empty for none
     * @param frame symbol of what is put around each prompt; empty for none
     * @param frameFixed whether the frame is drawn once a campaign instead of for every request
     * @param answer symbol of the answers; {@code own} takes the corpus' completion
     * @param refusals share of requests that the model declines
     * @param repeat requests in a row that share a prompt (candidates of one task)
     * @param conversations whether turns follow (69 % single-turn, mean 1.6)
     * @param walk whether a corpus is gone through in order instead of at random
     */
    record Text(
            String role,
            String follow,
            String system,
            String frame,
            boolean frameFixed,
            String answer,
            double refusals,
            int repeat,
            boolean conversations,
            boolean walk) {}

    /**
     * When it sends.
     *
     * @param model {@code renewal}, {@code closed-loop} or {@code balanced} (a pool behind a load balancer)
     * @param perDay median requests a day and account
     * @param spread sd of the log of that rate over accounts
     * @param cv coefficient of variation of the gaps
     * @param curve hour curve
     * @param weekend weekend intensity over weekday intensity
     * @param concurrency workers of a closed loop
     * @param startHour hour at which a closed loop starts; negative for one drawn per account
     * @param hours measured intensity of each hour of one or more days, in place of the curve; empty for the curve
     */
    record Pace(
            String model,
            double perDay,
            double spread,
            double cv,
            String curve,
            double weekend,
            int concurrency,
            double startHour,
            List<Double> hours) {
        Pace {
            hours = List.copyOf(hours);
        }

        /** The same with measured hours and burstiness. */
        Pace measured(List<Double> measuredHours, double measuredCv) {
            return new Pace(model, perDay, spread, measuredCv, curve, weekend, concurrency, startHour, measuredHours);
        }
    }

    /**
     * Who it is.
     *
     * @param plan free, pro, team, enterprise or gateway
     * @param youngest least age of the account at the start, days
     * @param oldest greatest age, days
     * @param payment {@code own}, {@code shared} (one card for four accounts) or {@code programme}
     * @param mail {@code own}, {@code common}, {@code disposable} or {@code org}
     * @param network {@code home}, {@code office}, {@code cloud}, {@code runner} or {@code proxy}
     * @param networks distinct addresses an account comes from
     * @param agents distinct user agents
     * @param credentials API keys
     * @param org whether its accounts belong to one organisation
     */
    record Footing(
            String plan,
            int youngest,
            int oldest,
            String payment,
            String mail,
            String network,
            int networks,
            int agents,
            int credentials,
            boolean org) {}

    /**
     * What it asks the model for.
     *
     * @param endpoint chat, batch, completions or responses
     * @param models models, the first most often
     * @param temperature sampling temperature
     * @param choices answers per request
     * @param maxTokens cap on the answer, 0 for none stated
     * @param stream whether answers are streamed
     * @param tools tools offered
     * @param reasoning share of requests with reasoning on
     * @param logprobs share of requests with log-probabilities
     * @param bias share of requests with a logit bias
     * @param vocabulary how many different tokens are ever biased
     * @param context median of input tokens besides the text (documents, history, tools)
     * @param contextSpread sd of their log
     * @param output median of output tokens
     * @param outputSpread sd of their log
     * @param passport whether it declares an evaluation passport
     * @param replay share of requests that carry a trace signature of another session
     */
    record Ask(
            String endpoint,
            List<String> models,
            double temperature,
            int choices,
            int maxTokens,
            boolean stream,
            int tools,
            double reasoning,
            double logprobs,
            double bias,
            int vocabulary,
            double context,
            double contextSpread,
            double output,
            double outputSpread,
            boolean passport,
            double replay) {
        Ask {
            models = List.copyOf(models);
        }

        /** The same with measured sizes. */
        Ask measured(TokenSizes sizes) {
            return new Ask(
                    endpoint,
                    models,
                    temperature,
                    choices,
                    maxTokens,
                    stream,
                    tools,
                    reasoning,
                    logprobs,
                    bias,
                    vocabulary,
                    Math.max(1, sizes.input() - TEXT_TOKENS),
                    sizes.inputSpread(),
                    sizes.output(),
                    sizes.outputSpread(),
                    passport,
                    replay);
        }
    }
}
