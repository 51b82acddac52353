// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code calls.lua} in the interpreters of HAProxy (Lua 5.3) and nginx (LuaJIT), which have to agree. In texts single quotes
 * stand for double ones.
 */
final class CallsLua {
    private static final String DRIVER = """
            package.path = "%s/?.lua;" .. package.path
            local calls, text = require("calls"), io.read("*a")
            local function tail(size)
              local all = calls.tail()
              for i = 1, #text, size do calls.follow(all, text:sub(i, i + size - 1)) end
              return all
            end
            io.write(tostring((%s)))""";

    private CallsLua() {}

    /** What an expression over {@code text} comes to, as text. */
    static String evaluate(String expression, String text) throws Exception {
        return both(expression, text, answer -> answer);
    }

    /** What an expression over {@code text} comes to, as JSON. */
    static JsonNode read(String expression, String text) throws Exception {
        return both(expression, text, CallsLua::json);
    }

    /** What both interpreters answer, as it is read. */
    private static <T> T both(String expression, String text, Reading<T> reading) throws Exception {
        String driver = DRIVER.formatted(Shipped.GATEWAYS.toAbsolutePath(), expression);
        T answer = reading.of(run("lua5.3", driver, text));
        assertThat(reading.of(run("luajit", driver, text))).isEqualTo(answer);
        return answer;
    }

    /** Reads what an interpreter wrote. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(String written) throws IOException;
    }

    private static String run(String interpreter, String driver, String text) throws Exception {
        Path program = Installed.program(interpreter, "apt-get install lua5.3 luajit2 lua-cjson");
        Process process = new ProcessBuilder(program.toString(), "-e", driver)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var into = process.getOutputStream()) {
            into.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(interpreter).isZero();
        return answer;
    }

    static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(quoted(text));
    }

    static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
