// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who an account is, as logs show it. Addresses come from ranges that nobody owns (198.18.0.0/15, 100.64.0.0/10), system
 * numbers from the private range.
 */
record Account(
        String id,
        String org,
        String plan,
        Instant created,
        String payment,
        String mail,
        List<String> credentials,
        List<String> addresses,
        long network,
        List<String> agents,
        List<String> prints) {
    private static final long FIRST_PRIVATE = 4_200_000_000L;
    private static final int AGENTS = 40;
    private static final List<String> COMMON_MAIL = List.of("mail.example", "post.example", "inbox.example");
    private static final List<String> DISPOSABLE_MAIL =
            List.of("tempbox.example", "10min.example", "dropmail.example", "burner.example");

    static Account of(Actor actor, Recipe recipe) {
        Draws draws = Draws.of(recipe.seed(), actor.index(), 1);
        Persona.Footing footing = actor.persona().footing();
        String id = actor.account(recipe.seed());
        String owner = footing.org() ? "org-" + actor.persona().name() + "-" + actor.place() / orgSize(actor) : "";
        String tag = id.substring(5);
        int home = draws.between(0, 30);
        List<String> agents = new ArrayList<>();
        List<String> prints = new ArrayList<>();
        for (int agent = 0; agent < footing.agents(); agent++) {
            int number = draws.between(0, AGENTS);
            agents.add(agent(footing.network(), number));
            prints.add("ja4-%08x".formatted((int) Draws.mix(number % 9 + 100L)));
        }
        List<String> addresses = new ArrayList<>();
        for (int address = 0; address < footing.networks(); address++) {
            addresses.add(address(footing.network(), home, draws));
        }
        List<String> credentials = new ArrayList<>();
        for (int key = 0; key < footing.credentials(); key++) {
            credentials.add("key-" + tag + "-" + key);
        }
        long age = 86_400L * draws.between(footing.youngest(), footing.oldest()) + draws.between(0, 86_399);
        return new Account(
                id,
                owner,
                footing.plan(),
                Instant.ofEpochMilli(actor.from()).minusSeconds(age),
                payment(actor, tag),
                mail(footing.mail(), tag, actor, draws),
                credentials,
                addresses,
                FIRST_PRIVATE + asn(footing.network(), home, draws),
                agents,
                prints);
    }

    /** A university's class is one organisation; the other organisations have one account each. */
    private static int orgSize(Actor actor) {
        return actor.persona().footing().payment().equals("programme") ? actor.of() : 1;
    }

    private static String payment(Actor actor, String tag) {
        return switch (actor.persona().footing().payment()) {
            case "shared" -> "pay-" + actor.campaign() + "-" + actor.place() / 4;
            case "programme" -> "pay-programme-" + actor.persona().name();
            default -> "pay-" + tag;
        };
    }

    private static String mail(String kind, String tag, Actor actor, Draws draws) {
        return switch (kind) {
            case "common" -> draws.pick(COMMON_MAIL);
            case "disposable" -> draws.pick(DISPOSABLE_MAIL);
            case "org" -> actor.persona().name() + ".example";
            default -> "d" + tag + ".example";
        };
    }

    private static String address(String network, int home, Draws draws) {
        return switch (network) {
            case "proxy", "home" ->
                "100.%d.%d.%d".formatted(draws.between(64, 127), draws.between(0, 255), draws.between(1, 254));
            case "runner" -> "198.19.%d.%d".formatted(draws.between(128, 255), draws.between(1, 254));
            default -> "198.18.%d.%d".formatted(home * 8 + draws.between(0, 7), draws.between(1, 254));
        };
    }

    private static long asn(String network, int home, Draws draws) {
        return switch (network) {
            case "proxy" -> 500L + draws.between(0, 60);
            case "home" -> 500L + draws.between(0, 60);
            case "runner" -> 7;
            default -> home;
        };
    }

    private static String agent(String network, int number) {
        String family = switch (network) {
            case "home", "proxy" -> number % 3 == 0 ? "editor" : "sdk-python";
            case "runner" -> "ci-runner";
            default -> number % 2 == 0 ? "sdk-java" : "sdk-python";
        };
        return family + "/" + (1 + number % 5) + "." + number % 8;
    }
}
