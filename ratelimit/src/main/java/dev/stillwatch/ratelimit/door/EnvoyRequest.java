// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.door.wire.envoy.descriptor.RateLimitDescriptor;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.type.RateLimitUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads Envoy's request. */
final class EnvoyRequest {
    private EnvoyRequest() {}

    static LimitRequest read(RateLimitRequest wire) throws InvalidRequestException {
        Bounds.descriptors(wire.getDescriptorsCount());
        List<Descriptor> descriptors = new ArrayList<>(wire.getDescriptorsCount());
        for (RateLimitDescriptor descriptor : wire.getDescriptorsList()) {
            descriptors.add(descriptor(descriptor));
        }
        return Bounds.request(wire.getDomain(), descriptors, Integer.toUnsignedLong(wire.getHitsAddend()));
    }

    private static Descriptor descriptor(RateLimitDescriptor wire) throws InvalidRequestException {
        Bounds.entries(wire.getEntriesCount());
        List<Entry> entries = new ArrayList<>(wire.getEntriesCount());
        for (RateLimitDescriptor.Entry entry : wire.getEntriesList()) {
            entries.add(Bounds.entry(entry.getKey(), entry.getValue()));
        }
        OptionalLong hits = wire.hasHitsAddend()
                ? OptionalLong.of(Bounds.hits(wire.getHitsAddend().getValue()))
                : OptionalLong.empty();
        Optional<Rate> override = wire.hasLimit() ? Optional.of(rate(wire.getLimit())) : Optional.empty();
        return new Descriptor(entries, override, hits, wire.getIsNegativeHits());
    }

    private static Rate rate(RateLimitDescriptor.RateLimitOverride wire) throws InvalidRequestException {
        if (wire.getUnit() == RateLimitUnit.UNKNOWN || wire.getUnit() == RateLimitUnit.UNRECOGNIZED) {
            throw new InvalidRequestException("a limit of the request's own with unit " + wire.getUnitValue());
        }
        return new Rate(
                Integer.toUnsignedLong(wire.getRequestsPerUnit()),
                Unit.valueOf(wire.getUnit().name()));
    }
}
