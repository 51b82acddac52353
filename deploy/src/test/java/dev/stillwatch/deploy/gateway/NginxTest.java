// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** nginx of Debian 12, with each of the two files that are to be included into its own. */
class NginxTest {
    private static final Path MODULES = Path.of("/usr/lib/nginx/modules");
    private static final String MAIN = """
            %s
            %s
            daemon off;
            error_log stderr;
            pid nginx.pid;
            events {}
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              %s
              include %s;
            }
            """;

    /** A worker that root starts would be nobody, who may not read a test's directory. */
    private static final String USER = "root".equals(System.getProperty("user.name")) ? "user root;" : "";

    private static PortProcess start(Path directory, int port, String modules, String http, Path included)
            throws IOException {
        Path nginx = Installed.program("nginx", "apt-get install nginx libnginx-mod-http-lua lua-cjson");
        Path main = Files.writeString(directory.resolve("nginx.conf"), MAIN.formatted(modules, USER, http, included));
        Files.copy(included.resolveSibling("accounts.map"), directory.resolve("accounts.map"));
        return Child.start(
                directory,
                port,
                Map.of(),
                List.of(nginx.toString(), "-p", directory.toString(), "-c", main.toString(), "-e", "stderr"));
    }

    /** Asks before each call, counts requests. */
    @Nested
    class AuthRequestTest extends HeaderGatewayTest {
        private boolean two;

        @Override
        PortProcess start(Path shipped, Path directory, int port) throws IOException {
            Path file = shipped.resolve("nginx/auth-request.conf");
            if (two) {
                besideAnother(shipped, file);
            }
            return NginxTest.start(directory, port, "", "", file);
        }

        /** Another limiter, and the line of the README that shares accounts out between the two. */
        private void besideAnother(Path shipped, Path file) throws IOException {
            int other = PortProcess.freePort();
            Path directory = Files.createDirectory(shipped.resolveSibling("other"));
            keep(Child.limiter(directory, other, shipped.resolveSibling("limits")));
            String one = Files.readString(file);
            String both = one.replace(
                    "upstream limiter { ",
                    "upstream limiter { hash $account consistent; server 127.0.0.1:" + other + "; ");
            assertThat(both).isNotEqualTo(one);
            Files.writeString(file, both);
        }

        @Test
        void ofTwoLimitersEachIsAskedAboutItsOwnAccounts() throws Exception {
            two = true;
            open(MODEST);
            for (String key : List.of("sk-acct-1", "sk-acct-2", "sk-probe")) {
                for (int i = 0; i < CALLS; i++) {
                    assertThat(call(key).statusCode()).isEqualTo(200);
                }
                assertRefused(call(key));
            }
        }

        @Override
        int passes() {
            return CALLS;
        }
    }

    /** Holds tokens and settles them. */
    @Nested
    class LuaTest extends LuaGatewayTest {
        @Override
        PortProcess start(Path shipped, Path directory, int port) throws IOException {
            String remedy = "apt-get install libnginx-mod-http-lua lua-cjson";
            Path lua = Installed.file(MODULES.resolve("ngx_http_lua_module.so"), remedy);
            Path development = Installed.file(MODULES.resolve("ndk_http_module.so"), remedy);
            return NginxTest.start(
                    directory,
                    port,
                    "load_module " + development + ";\nload_module " + lua + ";",
                    "lua_package_path \"" + shipped + "/?.lua;" + shipped + "/nginx/?.lua;;\";",
                    shipped.resolve("nginx/lua.conf"));
        }
    }
}
