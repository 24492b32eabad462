package io.runasjob.worker;

import io.runasjob.job.LeaseLostException;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobTransactions;
import io.runasjob.spi.StoreTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts inside transactions of their handlers: the store commits the handler's effects and the end together, and the
 * {@link Finisher} has nothing left to write. Safe for use by many threads.
 */
final class FencedEnds {
    private final JobTransactions store;
    private final AttemptRunner runner;
    private final ProgressWriter progress;
    private final Finisher finisher;

    FencedEnds(JobTransactions store, AttemptRunner runner, ProgressWriter progress, Finisher finisher) {
        this.store = store;
        this.runner = runner;
        this.progress = progress;
        this.finisher = finisher;
    }

    /** Commits the transaction with the end of the attempt, or throws; see {@link io.runasjob.spi.FencedAttempt}. */
    void complete(HeldAttempt attempt, StoreTransaction transaction, @Nullable Object result) {
        if (!attempt.end()) {
            throw new LeaseLostException(attempt.lease());
        }
        AttemptEnd.Completed end;
        attempt.shield();
        try {
            end = committed(attempt, transaction, result);
        } catch (RuntimeException | Error e) {
            attempt.goOn(e);
            throw e;
        }
        attempt.completed(end, result);
        finisher.wasStored(attempt, end);
    }

    private AttemptEnd.Completed committed(HeldAttempt attempt, StoreTransaction transaction, @Nullable Object result) {
        AttemptEnd.Completed end = runner.fenced(attempt, result);
        // on a connection of its own, hence before the transaction locks the job
        progress.flush(List.of(attempt));
        if (!store.commit(transaction, end)) {
            throw new LeaseLostException(attempt.lease());
        }
        return end;
    }
}
