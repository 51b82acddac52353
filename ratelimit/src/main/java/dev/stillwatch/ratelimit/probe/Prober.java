// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.probe;

import dev.stillwatch.policies.probe.Probe.Outcome;
import dev.stillwatch.policies.probe.Probe.Verdict;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends one call again and again, each after the answer to the one before, until it is refused, something else happens or
 * enough have passed. Redirects are not followed: what another address answers says nothing about this one.
 */
public final class Prober {
    private static final int NONE = 0;
    /** What the limiter tells the gateway stands under such names. */
    private static final String INWARD = "x-stillwatch-";

    private final HttpClient client;
    private final HttpRequest call;
    private final Duration patience;
    private final Set<Integer> refusals;
    private final int most;
    private final InstantSource clock;

    /**
     * A prober.
     *
     * @param call what is sent
     * @param patience how long each answer may take, its body included
     * @param refusals statuses that are refusals
     * @param most calls that are sent at most, at least 1
     * @param clock tells how far off a date in {@code Retry-After} is
     */
    public Prober(HttpRequest call, Duration patience, Set<Integer> refusals, int most, InstantSource clock) {
        // HTTP/1.1, because on an open port HTTP/2 begins with an offer to upgrade, which a gateway may refuse.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
        this.call = call;
        this.patience = patience;
        this.refusals = Set.copyOf(refusals);
        this.most = most;
        this.clock = clock;
    }

    /** Sends the calls. */
    public Outcome run() throws InterruptedException {
        SortedSet<String> leaked = new TreeSet<>();
        int passed = 0;
        int status = NONE;
        while (passed < most) {
            HttpResponse<Void> answer;
            try {
                answer = send();
            } catch (ExecutionException | TimeoutException e) {
                return outcome(Verdict.NO_ANSWER, passed, NONE, RetryAfter.UNTOLD, leaked, silence(e));
            }
            status = answer.statusCode();
            leaked.addAll(inward(answer.headers()));
            if (refusals.contains(status)) {
                Verdict verdict = passed == 0 ? Verdict.ALWAYS_REFUSED : Verdict.BITES;
                return outcome(verdict, passed, status, waitSeconds(answer.headers()), leaked, "");
            }
            if (status / 100 != 2) {
                return outcome(Verdict.BROKEN, passed, status, RetryAfter.UNTOLD, leaked, "");
            }
            passed++;
        }
        return outcome(Verdict.NEVER_REFUSED, passed, status, RetryAfter.UNTOLD, leaked, "");
    }

    private HttpResponse<Void> send() throws ExecutionException, TimeoutException, InterruptedException {
        // The time limit of a request ends with the headers of its answer; a body that never ends has to be cut too.
        CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(call, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            answer.cancel(true);
        }
    }

    private long waitSeconds(HttpHeaders headers) {
        return headers.firstValue("retry-after")
                .map(value -> RetryAfter.seconds(value, clock.instant()))
                .orElse(RetryAfter.UNTOLD);
    }

    private static List<String> inward(HttpHeaders headers) {
        return headers.map().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith(INWARD))
                .toList();
    }

    private String silence(Exception problem) {
        Throwable cause =
                problem instanceof ExecutionException && problem.getCause() != null ? problem.getCause() : problem;
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "not within " + patience.toSeconds() + " s";
        }
        if (cause instanceof SSLException) {
            return "no TLS with a certificate that this Java trusts";
        }
        return cause instanceof ConnectException ? "nobody there" : "the connection ended first";
    }

    private static Outcome outcome(
            Verdict verdict, int passed, int status, long waitSeconds, Set<String> leaked, String silence) {
        return new Outcome(verdict, passed, status, waitSeconds, List.copyOf(leaked), silence);
    }
}
