// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is answered.
 *
 * @param code whether the call may pass
 * @param statuses one of each descriptor of the request, in its order
 * @param treatment how the subject stands
 * @param metadata the limits file's metadata of the limits that were looked at, the first of a name wins
 * @param spared name of the limit of the file, or of its rule, that refuses such a call outside shadow mode; of one that
 *     passes only, and empty when none does
 */
public record LimitResponse(
        DescriptorStatus.Code code,
        List<DescriptorStatus> statuses,
        Treatment treatment,
        Map<String, Object> metadata,
        Optional<String> spared) {
    /** An answer about which shadow mode of the file says nothing. */
    public LimitResponse(
            DescriptorStatus.Code code,
            List<DescriptorStatus> statuses,
            Treatment treatment,
            Map<String, Object> metadata) {
        this(code, statuses, treatment, metadata, Optional.empty());
    }

    /** Copies the collections. */
    public LimitResponse {
        statuses = List.copyOf(statuses);
        metadata = Map.copyOf(metadata);
    }

    /** Which limit would have refused a call that passes, outside shadow mode: of the standing, else of the file. */
    public Optional<String> wouldRefuse() {
        return passes() ? treatment.wouldRefuse().or(() -> spared) : Optional.empty();
    }

    /** Whether the call may pass. */
    public boolean passes() {
        return code == DescriptorStatus.Code.OK;
    }
}
