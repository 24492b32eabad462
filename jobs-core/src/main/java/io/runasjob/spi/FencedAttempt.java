package io.runasjob.spi;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobContext;
import org.jspecify.annotations.Nullable;

/**
 * A running attempt that can end inside a transaction of its handler's: what every context of the engine is beside a {@link
 * JobContext}. For the modules of stores; handlers call what these offer. Safe for use by many threads.
 */
public interface FencedAttempt {

    /**
     * The attempt behind a context.
     *
     * @throws InvalidValueException when the engine did not make the context
     */
    static FencedAttempt of(JobContext context) {
        if (context instanceof FencedAttempt attempt) {
            return attempt;
        }
        throw new InvalidValueException(
                Field.TRANSACTION,
                "end of " + context.getClass().getName(),
                "the JobContext that the engine gave to the running handler",
                null);
    }

    /**
     * Commits the transaction and, with it, the end of this attempt as COMPLETED. Whatever the handler does afterwards
     * changes nothing about the job.
     *
     * @param result as the handler would return it, or null
     * @throws io.runasjob.job.LeaseLostException when the attempt has ended, or is no longer this node's
     * @throws io.runasjob.job.JobsException when nothing was committed for another reason; the attempt goes on, and fails
     *     unless it throws something else or completes in another transaction
     */
    void complete(StoreTransaction transaction, @Nullable Object result);
}
