// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.peer.Passed;
import dev.stillwatch.ratelimit.peer.Passing;
import dev.stillwatch.ratelimit.peer.Peers;
import dev.stillwatch.ratelimit.reserve.Reservations;
import java.util.Optional;

/**
 * Calls that another node answers because their account is its own: what is held of a call, and learned of an account, is in
 * one place. They are passed on as they came; one that was passed on already is answered here, whoever's it is.
 */
final class Elsewhere {
    private final Optional<Peers> peers;

    /** With the other nodes, if there are any. */
    Elsewhere(Optional<Peers> peers) {
        this.peers = peers;
    }

    /** The owner's answer to a call of an account; empty where this node answers. */
    Optional<HttpResponse> ofAccount(RequestHeaders headers, String account, byte[] body) throws UndecidedException {
        if (peers.isEmpty() || headers.contains(OwnerLink.PASSED_ON)) {
            return Optional.empty();
        }
        return peers.get().pass(account, new Passing(headers.path(), body)).map(Elsewhere::answer);
    }

    /** The answer of the node that made a reservation; empty where this node answers. */
    Optional<HttpResponse> ofReservation(RequestHeaders headers, String reservation, byte[] body)
            throws UndecidedException {
        Optional<String> node = Reservations.nodeOf(reservation);
        if (peers.isEmpty() || node.isEmpty() || headers.contains(OwnerLink.PASSED_ON)) {
            return Optional.empty();
        }
        return peers.get().passTo(node.get(), new Passing(headers.path(), body)).map(Elsewhere::answer);
    }

    /** The name of this node, where there are others. */
    Optional<String> self() {
        return peers.map(Peers::self);
    }

    private static HttpResponse answer(Passed passed) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(passed.status()));
        passed.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        return HttpResponse.of(headers.build(), HttpData.wrap(passed.body()));
    }
}
