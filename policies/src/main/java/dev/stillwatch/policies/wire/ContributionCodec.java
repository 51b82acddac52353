// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import com.google.protobuf.ByteString;
import dev.stillwatch.policies.proto.ContributionMessage;
import dev.stillwatch.policies.ring.Contribution;

/** Values of {@code stillwatch.contributions}. */
public final class ContributionCodec implements Codec<Contribution> {
    @Override
    public byte[] encode(Contribution contribution) {
        return Envelope.seal(
                Kind.CONTRIBUTION,
                ContributionMessage.newBuilder()
                        .setAccount(contribution.account())
                        .setOrg(contribution.org())
                        .setAsOf(contribution.asOf())
                        .setTally(ByteString.copyFrom(contribution.tally()))
                        .setShift(ByteString.copyFrom(contribution.shift()))
                        .setCourse(ByteString.copyFrom(contribution.course()))
                        .setScoreMilli(contribution.scoreMilli())
                        .setDayExchanges(contribution.dayExchanges())
                        .build());
    }

    @Override
    public Contribution decode(byte[] bytes) throws WireException {
        ContributionMessage message = Envelope.open(Kind.CONTRIBUTION, ContributionMessage.parser(), bytes);
        return new Contribution(
                Ranges.named(message.getAccount(), "account"),
                message.getOrg(),
                message.getAsOf(),
                message.getTally().toByteArray(),
                message.getShift().toByteArray(),
                message.getCourse().toByteArray(),
                message.getScoreMilli(),
                Ranges.count(message.getDayExchanges(), "day_exchanges"));
    }
}
