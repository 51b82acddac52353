// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.wire.owner.OwnerGrpc;
import dev.stillwatch.ratelimit.door.wire.owner.Question;
import dev.stillwatch.ratelimit.door.wire.owner.Reply;
import dev.stillwatch.ratelimit.peer.Node;
import dev.stillwatch.ratelimit.peer.Peers;
import dev.stillwatch.ratelimit.standing.Drawn;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where other nodes of the limiter ask. What comes is counted here, whoever's it is, and nobody else is asked: so it never
 * waits, and stays on the event loop while other doors wait for nodes.
 */
final class OwnerService extends OwnerGrpc.OwnerImplBase {
    private final InstrumentedLimiter limiter;
    private final Peers peers;
    private final Counting counting;
    private final OwnDraws draws;
    private final Supplier<Readiness> readiness;
    private final OwnerRequest requests = new OwnerRequest();

    OwnerService(InstrumentedLimiter limiter, LimiterServer.Shared shared, Supplier<Readiness> readiness) {
        this.limiter = limiter;
        this.peers = shared.peers();
        this.counting = shared.counting();
        this.draws = shared.draws();
        this.readiness = readiness;
    }

    @Override
    public void ask(Question wire, StreamObserver<Reply> to) {
        if (!readiness.get().ready()) {
            // Told apart from failures: nothing was counted, so that another node may be asked.
            to.onError(Status.FAILED_PRECONDITION
                    .withDescription("what was counted is still being read")
                    .asRuntimeException());
            return;
        }
        Call.run(limiter, to, () -> answer(wire));
    }

    private Reply answer(Question wire) throws InvalidRequestException, UndecidedException {
        dev.stillwatch.ratelimit.peer.Question question = requests.read(wire);
        if (wire.getFrom().length() > Node.LONGEST_NAME || wire.getTo().length() > Node.LONGEST_NAME) {
            throw new InvalidRequestException("a node's name longer than " + Node.LONGEST_NAME + " characters");
        }
        peers.asked(wire.getFrom(), wire.getTo(), wire.getNodes());
        Drawn drawn = question.draw().map(draws::draw).orElse(Drawn.NOTHING);
        question.putBack().ifPresent(draws::putBack);
        List<Taken> taken = question.takings().stream().map(counting::count).toList();
        return OwnerWire.write(drawn, taken);
    }
}
