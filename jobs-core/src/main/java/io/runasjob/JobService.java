package io.runasjob;

import io.runasjob.job.Attempt;
import io.runasjob.job.CancelAnswer;
import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobId;
import io.runasjob.job.JobNotFoundException;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Node;
import io.runasjob.job.NodeId;
import io.runasjob.job.Page;
import io.runasjob.job.RetryAnswer;
import io.runasjob.job.StoreClosedException;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one object that a host application needs: submits jobs, runs them on this node, shows and steers all jobs of its store.
 *
 * <p>Built and started by {@link #builder()}. By default the node works on the queue {@code default} with as many workers as
 * the machine has processors; jobs are executed at least once, and survive the crash of any node. {@link #close} lets running
 * jobs end within the grace period and gives back the rest, which spends no retry.
 *
 * <p>Surprises: a job may run twice when its node dies or is cut off (make what a handler does repeatable);
 * {@link #cancel} of a running job is a request; ids of unknown jobs are answered, not thrown.
 *
 * <p>Safe for use by many threads. After the close every method but {@link #nodeId} throws {@link StoreClosedException}.
 */
public final class JobService implements MethodSubmitter, MethodRunner, AutoCloseable {
    private final ServiceParts parts;
    private final JobStore store;
    private final HandDriven handDriven;

    JobService(ServiceParts parts) {
        this.parts = parts;
        this.store = parts.store();
        this.handDriven = new HandDriven(store, parts.types(), parts.submitter(), parts.node());
    }

    /** A builder with the defaults of {@link JobServiceBuilder}. */
    public static JobServiceBuilder builder() {
        return new JobServiceBuilder();
    }

    // ---- submit ----

    /**
     * Stores a job and returns at once. When this method returns, the job is committed and will not be lost.
     *
     * @throws io.runasjob.job.StoreUnavailableException when the store cannot be asked whether the job was stored: find it by
     *     its labels or its unique key before you submit it again
     * @throws io.runasjob.job.JobsException of the kind that fits what is wrong with the request; nothing is stored then
     */
    @Override
    public <R extends @Nullable Object> JobHandle<R> submit(JobRequest<R> request) {
        return submitAll(List.of(request)).get(0);
    }

    /**
     * Stores 1 to 100,000 jobs, all or none, in few statements.
     *
     * @return one handle for each request, in the same order
     */
    public <R extends @Nullable Object> List<JobHandle<R>> submitAll(
            Collection<? extends JobRequest<? extends R>> requests) {
        requireOpen();
        List<JobHandle<R>> handles = new ArrayList<>(requests.size());
        for (Admission admission : parts.submitter().submit(requests)) {
            handles.add(handle(admission.id(), admission.created(), parts.results()::read));
        }
        return handles;
    }

    /** A handle of any job, whoever submitted it; the result is read as this service's registered type says. */
    public JobHandle<@Nullable Object> handle(JobId id) {
        requireOpen();
        return handle(id, true, parts.results()::read);
    }

    /** A handle of any job, whoever submitted it; the result is read as the given class. */
    public <R> JobHandle<@Nullable R> handle(JobId id, Class<R> result) {
        requireOpen();
        return handle(id, true, job -> parts.results().readAs(job, result));
    }

    private <R extends @Nullable Object> JobHandle<R> handle(
            JobId id, boolean created, Function<Job, @Nullable Object> result) {
        return new JobHandle<>(this, parts.awaiter(), id, created, result);
    }

    // ---- run here, drive by hand ----

    /**
     * Runs a job here, in this thread, tracked like every job, and returns what its handler returned. It has one attempt. If
     * this JVM dies meanwhile, the job is rescued and a worker of its queue runs it.
     *
     * @throws io.runasjob.job.JobFailedException when the handler throws; its cause is what was thrown
     * @throws io.runasjob.job.JobCancelledException when the job was cancelled meanwhile
     * @throws io.runasjob.job.IllegalTransitionException when the handler asked to be run later: a worker of its queue will
     * @throws io.runasjob.job.InvalidValueException when the request asks for a delay or a time: here and now has none
     */
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the handler's method returned it, and the request names that method
    public <R extends @Nullable Object> R run(JobRequest<R> request) {
        requireOpen();
        return (R) handDriven.run(request);
    }

    /**
     * Stores a job that its creator drives: {@link #start}, then {@link #complete} or {@link #fail}; or {@link #runAsync}. No
     * worker takes it, and its type needs no handler. Its creator decides when it starts: a delay or a time is refused.
     */
    public JobId create(JobRequest<?> request) {
        requireOpen();
        return handDriven.create(request);
    }

    /**
     * Starts a PENDING job by hand: this service holds its lease until its end. Its timeout does not apply, because no code of
     * it runs here that could be interrupted.
     *
     * @return where to report progress and to see whether somebody cancelled the job
     * @throws io.runasjob.job.IllegalTransitionException when the job is not PENDING
     */
    public JobContext start(JobId id) {
        requireOpen();
        return handDriven.start(id);
    }

    /**
     * Ends a job that this service started by hand as COMPLETED.
     *
     * @param result written as JSON, or null for none
     * @throws io.runasjob.job.LeaseLostException when the job was given to another node meanwhile
     */
    public void complete(JobId id, @Nullable Object result) {
        requireOpen();
        handDriven.complete(id, result);
    }

    /**
     * Ends a job that this service started by hand as FAILED.
     *
     * @throws io.runasjob.job.LeaseLostException when the job was given to another node meanwhile
     */
    public void fail(JobId id, Throwable error) {
        requireOpen();
        handDriven.fail(id, error);
    }

    /**
     * Starts a job by hand unless it is started, runs the code on a thread of this service, and ends the job with what the
     * code returns or throws. From now on nothing but this code ends it.
     *
     * @throws io.runasjob.job.IllegalTransitionException when the job is not PENDING and was not started by this service, or
     *     runs code already
     * @throws java.util.concurrent.RejectedExecutionException when the executor takes no more; the job is given back
     * @return completes when the end is stored: with the result, or exceptionally as {@link #run} throws. Cancelling the
     *     future does not cancel the job
     */
    public <R extends @Nullable Object> CompletableFuture<R> runAsync(JobId id, Callable<R> code) {
        requireOpen();
        return handDriven.runAsync(id, code);
    }

    /** Whether the job is RUNNING now, on any node; false when there is no such job. */
    public boolean isRunning(JobId id) {
        return find(id).filter(job -> job.status() == JobStatus.RUNNING).isPresent();
    }

    // ---- look ----

    /** The job with this id, live or finished; empty when there is none. */
    public Optional<Job> find(JobId id) {
        requireOpen();
        return store.find(List.of(id)).stream().findFirst();
    }

    /** A page of jobs, newest first. */
    public Page<Job> list(JobQuery query) {
        requireOpen();
        return store.list(query);
    }

    /** The ended attempts of a job by number; empty when there is none, or no such job. */
    public List<Attempt> attempts(JobId id) {
        requireOpen();
        return store.attempts(id);
    }

    /** Why a job does not run yet, in a sentence; empty when it runs, has ended, or does not exist. */
    public Optional<String> explain(JobId id) {
        return find(id).flatMap(parts.waitReasons()::explain);
    }

    /** The nodes that the store knows, alive or dead, by their start. */
    public List<Node> nodes() {
        requireOpen();
        return store.nodes();
    }

    /** This node's identity; it changes when others took the node for dead. */
    public NodeId nodeId() {
        return parts.node().id();
    }

    // ---- steer ----

    /**
     * Cancels a job: a waiting one at once, a running one by asking it to stop and interrupting it. The answer says what
     * happened, and is true.
     */
    public CancelAnswer cancel(JobId id) {
        return answer(cancel(List.of(id)), id);
    }

    /** Cancels many jobs; the answers are by id. */
    public Map<JobId, CancelAnswer> cancel(Collection<JobId> ids) {
        requireOpen();
        Map<JobId, CancelAnswer> answers = store.cancel(ids);
        ring(answers.containsValue(CancelAnswer.REQUESTED), Bell.CANCEL);
        ring(answers.containsValue(CancelAnswer.CANCELLED), Bell.FINISHED);
        return answers;
    }

    /** Retries a FAILED or CANCELLED job by hand: it is PENDING again, with all its attempts before it. */
    public RetryAnswer retry(JobId id) {
        return answer(retry(List.of(id)), id);
    }

    /** Retries many jobs by hand; the answers are by id. */
    public Map<JobId, RetryAnswer> retry(Collection<JobId> ids) {
        requireOpen();
        Map<JobId, RetryAnswer> answers = store.retry(ids);
        ring(answers.containsValue(RetryAnswer.RETRIED), Bell.READY);
        return answers;
    }

    /** Deletes a finished job with all that belongs to it; an unfinished one is left alone. */
    public DeleteAnswer delete(JobId id) {
        return answer(delete(List.of(id)), id);
    }

    /** Deletes many finished jobs; the answers are by id. */
    public Map<JobId, DeleteAnswer> delete(Collection<JobId> ids) {
        requireOpen();
        return store.delete(ids);
    }

    /**
     * Lets a waiting job wait anew.
     *
     * @param delay from now by the store's clock; zero makes the job ready at once
     * @return false when the job does not wait, or does not exist
     */
    public boolean reschedule(JobId id, Duration delay) {
        requireOpen();
        Duration checked = JobRequest.checkedDelay(delay);
        boolean done = answer(store.reschedule(List.of(id), checked), id);
        ring(done, checked.isZero() ? Bell.READY : Bell.SCHEDULED);
        return done;
    }

    /** Stops the claiming of a queue's jobs on every node; running ones go on. */
    public void pause(String queue) {
        requireOpen();
        store.pause(JobDefaults.checkedQueue(queue), true);
    }

    /** Ends a {@link #pause}. */
    public void resume(String queue) {
        requireOpen();
        store.pause(JobDefaults.checkedQueue(queue), false);
        ring(true, Bell.READY);
    }

    /**
     * Bounds a queue: a submit that would leave more PENDING jobs than this in it is refused with {@link
     * io.runasjob.job.QueueFullException}.
     *
     * @param limit 0 or more; {@link Long#MAX_VALUE} for no limit, the default
     */
    public void limit(String queue, long limit) {
        requireOpen();
        if (limit < 0) {
            throw new InvalidValueException(Field.LIMIT, limit, "0 or more PENDING jobs", null);
        }
        store.limit(JobDefaults.checkedQueue(queue), limit);
    }

    /**
     * Stops this node: claims nothing more, lets running jobs end within the grace period, interrupts the rest and gives them
     * back without spending a retry, then closes the store unless it is shared. Meanwhile handlers may submit, await and look.
     * An interrupt of the calling thread ends the grace period, and stays. Calling it again does nothing.
     */
    @Override
    public void close() {
        parts.close();
    }

    private void ring(boolean anything, Bell bell) {
        if (anything) {
            store.wakeUp().ring(bell);
        }
    }

    private void requireOpen() {
        if (parts.isClosed()) {
            throw new StoreClosedException("job service");
        }
    }

    private static <A> A answer(Map<JobId, A> answers, JobId id) {
        A answer = answers.get(id);
        if (answer == null) {
            throw new JobNotFoundException(id);
        }
        return answer;
    }
}
