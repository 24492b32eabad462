package io.runasjob;

import io.runasjob.job.JobRequest;
import io.runasjob.spi.StoreTransaction;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Submits jobs inside a transaction of the application: they exist if and only if that transaction commits. Made by {@link
 * JobService#using}.
 *
 * <p>The transaction stays the caller's: nothing here commits it, rolls it back or closes it, nor changes a setting of its
 * connection; a refused submit leaves it usable, with nothing of the call in it. After the commit workers begin without
 * waiting for a poll. Handles may be kept and awaited afterwards; before the commit nobody sees the job, not even they.
 *
 * <p>Surprises: a unique key, and a place in a bounded queue, are held from the submit to the end of the transaction, and
 * whoever wants the same waits that long: keep such transactions short. For use by the thread that uses the transaction.
 */
public final class JobsInTransaction implements MethodSubmitter {
    private final JobService service;
    private final StoreTransaction transaction;

    JobsInTransaction(JobService service, StoreTransaction transaction) {
        this.service = service;
        this.transaction = transaction;
    }

    /**
     * Writes a job in the transaction.
     *
     * @throws io.runasjob.job.InvalidValueException when the transaction is not one in which this service's store can write:
     *     the connection is closed, commits by itself, is read-only, or is of another database
     * @throws io.runasjob.job.JobsException of the kind that fits what is wrong; nothing is written then
     */
    @Override
    public <R extends @Nullable Object> JobHandle<R> submit(JobRequest<R> request) {
        return submitAll(List.of(request)).get(0);
    }

    /**
     * Writes 1 to 100,000 jobs in the transaction, all or none, in few statements.
     *
     * @return one handle for each request, in the same order
     */
    public <R extends @Nullable Object> List<JobHandle<R>> submitAll(
            Collection<? extends JobRequest<? extends R>> requests) {
        return service.submitAll(requests, transaction);
    }
}
