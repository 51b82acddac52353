// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.util.List;
import java.util.Map;

/**
 * What a gateway is answered.
 *
 * @param code whether the call may pass
 * @param statuses one of each descriptor of the request, in its order
 * @param treatment how the subject stands
 * @param metadata the limits file's metadata of the limits that were looked at, the first of a name wins
 */
public record LimitResponse(
        DescriptorStatus.Code code,
        List<DescriptorStatus> statuses,
        Treatment treatment,
        Map<String, Object> metadata) {
    /** Copies the collections. */
    public LimitResponse {
        statuses = List.copyOf(statuses);
        metadata = Map.copyOf(metadata);
    }

    /** Whether the call may pass. */
    public boolean passes() {
        return code == DescriptorStatus.Code.OK;
    }
}
