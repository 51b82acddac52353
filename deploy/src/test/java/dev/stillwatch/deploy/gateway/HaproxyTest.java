// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** HAProxy of Debian 12, with the file that ships. */
class HaproxyTest extends LuaGatewayTest {
    private static final int ACCOUNTS = 12;
    private static final Pattern ACCOUNT = Pattern.compile("\"(acct-[0-9]+)\"");

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> beside = new ArrayList<>();

    @Override
    PortProcess start(Path shipped, Path directory, int port) throws IOException {
        Path haproxy = Installed.program("haproxy", "apt-get install haproxy lua-cjson");
        environment.put("STILLWATCH_GATEWAYS", shipped.toString());
        List<String> command = new ArrayList<>(List.of(haproxy.toString(), "-db", "-f", file(shipped, "haproxy.cfg")));
        beside.forEach(file -> command.addAll(List.of("-f", file(shipped, file))));
        return Child.start(directory, port, environment, command);
    }

    private static String file(Path shipped, String name) {
        return shipped.resolve("haproxy").resolve(name).toString();
    }

    @Test
    void whatCannotBeReadWholeIsRefused() throws Exception {
        openBeside(200, Map.of());
        // Nothing follows these headers: a body that still comes after the refusal may reset the connection before it
        // is read.
        assertThat(caller().statusOf("sk-acct-1", "transfer-encoding: chunked")).isEqualTo(411);
        assertThat(caller().statusOf("sk-acct-1")).isEqualTo(411);
        assertThat(caller().statusOf("sk-acct-1", "content-length: 1000001")).isEqualTo(413);
        assertThat(caller().statusOf("sk-acct-1", "content-length: 4294967396")).isEqualTo(413);
        String long900k = CALL.replace("Say", "x".repeat(900_000));
        assertThat(call("sk-acct-1", long900k).statusCode()).isEqualTo(200);
        assertThat(models().seen()).hasSize(1);
    }

    @Test
    void whoIsNotKnownIsNotWaitedFor() throws Exception {
        openBeside(200, Map.of());
        assertThat(caller().statusOf("sk-unknown", "content-length: 100")).isEqualTo(401);
    }

    @Test
    void ofTwoLimitersEachIsAskedAboutItsOwnAccountsAndTheOtherWhenItIsGone() throws Exception {
        int front = PortProcess.freePort();
        int second = PortProcess.freePort();
        String keys = IntStream.range(0, ACCOUNTS)
                .mapToObj(i -> "sk-%d acct-%d\n".formatted(i, i))
                .collect(Collectors.joining());
        instead(text -> text.replace(":8790", ":" + front)
                .replace(":8792", ":" + second)
                .replace("sk-acct-1  acct-1\n", keys));
        environment.put("STILLWATCH_LIMITER", "http://127.0.0.1:" + front);
        beside.add("limiters.cfg");
        try (StubLimiter b = new StubLimiter(second, 200, Map.of())) {
            StubLimiter a = openBeside(200, Map.of());
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                callAsEach();
                assertThat(accounts(a.asked())).isNotEmpty();
            });
            int before = b.asked().size();
            callAsEach();
            Set<String> ofA = accounts(a.asked());
            Set<String> ofB = accounts(b.asked().subList(before, b.asked().size()));
            assertThat(ofA).doesNotContainAnyElementsOf(ofB);
            assertThat(ofB).isNotEmpty();
            assertThat(ofA.size() + ofB.size()).isEqualTo(ACCOUNTS);

            a.close();
            int gone = b.asked().size();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                callAsEach();
                assertThat(accounts(b.asked().subList(gone, b.asked().size()))).hasSize(ACCOUNTS);
            });
        }
    }

    private void callAsEach() throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            assertThat(call("sk-" + i).statusCode()).isEqualTo(200);
        }
    }

    /** The accounts of which questions are. */
    private static Set<String> accounts(List<String> asked) {
        return asked.stream()
                .map(ACCOUNT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
