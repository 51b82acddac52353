// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import io.lettuce.core.RedisURI;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/** Where a Redis is and how to get in. Nothing that it says of itself has the password. */
public final class RedisAddress {
    private static final int PORT = 6379;
    private static final String EXPECTED =
            "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE] expected, or rediss:// for TLS";

    private final RedisURI uri;

    private RedisAddress(RedisURI uri) {
        this.uri = uri;
    }

    /**
     * The address that a URI names.
     *
     * @throws IllegalArgumentException when it names none; the message has nothing of it, as it may hold a password
     */
    public static RedisAddress parse(String text) {
        try {
            URI plain = new URI(text);
            String scheme = String.valueOf(plain.getScheme());
            if (plain.getHost() == null || !(scheme.equals("redis") || scheme.equals("rediss"))) {
                throw new IllegalArgumentException(EXPECTED);
            }
            RedisURI uri = RedisURI.create(plain);
            uri.setPort(plain.getPort() == -1 ? PORT : plain.getPort());
            return new RedisAddress(uri);
        } catch (URISyntaxException | RuntimeException e) {
            // Without a cause: theirs quotes the text.
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    /** Whether what is sent may be read on its way: to another machine and without TLS. */
    public boolean isOpen() {
        try {
            return !uri.isSsl() && !InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return !uri.isSsl();
        }
    }

    RedisURI uri() {
        return uri;
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
        return uri.getHost() + ":" + uri.getPort();
    }
}
