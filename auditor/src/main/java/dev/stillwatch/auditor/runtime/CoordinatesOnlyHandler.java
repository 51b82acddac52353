// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last net under the processors. A bad record never gets here: intake turns it into a reject. What does is a fault
 * of ours, and going on would leave a gap in the audit, so the transaction fails and its thread is replaced. The log
 * line names where it happened and never what the record held.
 */
public final class CoordinatesOnlyHandler implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CoordinatesOnlyHandler.class);

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        LOG.error(
                "processor={} topic={} partition={} offset={} fault={} at={}",
                context.processorNodeId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception.getClass().getName(),
                exception.getStackTrace().length == 0 ? "unknown" : exception.getStackTrace()[0]);
        return Response.fail();
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
