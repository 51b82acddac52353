// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.topic.Topic;
import java.util.List;
import java.util.stream.Collectors;

/** A cluster cannot be followed or does not take a record; the message is one line that says what to do. */
public final class FollowException extends Exception {
    private static final long serialVersionUID = 1L;

    FollowException(String message) {
        super(message);
    }

    FollowException(String message, Throwable cause) {
        super(message, cause);
    }

    static FollowException forbidden(String bootstrapServers, List<Topic> topics, Throwable why) {
        String names = topics.stream().map(Topic::topicName).collect(Collectors.joining(", "));
        return new FollowException(
                "the cluster at " + bootstrapServers + " does not let this limiter read " + names, why);
    }

    static FollowException unusable(String bootstrapServers, Throwable why) {
        return new FollowException(
                "'" + bootstrapServers + "' cannot be used as a cluster's address; write HOST:PORT,HOST:PORT", why);
    }
}
