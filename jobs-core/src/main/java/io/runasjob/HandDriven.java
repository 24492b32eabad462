package io.runasjob;

import io.runasjob.job.IllegalTransitionException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.Job;
import io.runasjob.job.JobCancelledException;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobFailedException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobNotFoundException;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.job.LeaseLostException;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.submit.Submitter;
import io.runasjob.worker.WorkerNode;
import io.runasjob.worker.WorkerNode.HandHeld;
import io.runasjob.worker.WorkerNode.Ran;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that their submitter drives: run here and now, or created, started and ended by hand. They have one attempt; their
 * leases, heartbeat and fencing are those of every job. Safe for use by many threads.
 */
final class HandDriven {
    private final JobStore store;
    private final JobTypes types;
    private final Submitter submitter;
    private final WorkerNode node;

    HandDriven(JobStore store, JobTypes types, Submitter submitter, WorkerNode node) {
        this.store = store;
        this.types = types;
        this.submitter = submitter;
        this.node = node;
    }

    /** Runs a request on this thread; returns what its handler returned. */
    @Nullable
    Object run(JobRequest<?> request) {
        refuseDelay(request);
        JobType type = submitter.typeOf(request);
        JobSpec spec = submitter.spec(request.maxAttempts(1), type);
        JobId id = submitter.newId();
        HandHeld held = node.take(id, () -> insertRunning(id, spec)).orElseThrow(() -> new JobNotFoundException(id));
        held.giveToCode();
        return resultOf(held, held.run());
    }

    private Optional<Job> insertRunning(JobId id, JobSpec spec) {
        submitter.insertNew(new NewJob(id, spec, new NewJob.RunningOn(node.id())));
        return store.find(List.of(id)).stream().findFirst();
    }

    JobId create(JobRequest<?> request) {
        refuseDelay(request);
        JobRequest<?> byHand = request.queue(JobDefaults.BY_HAND_QUEUE).maxAttempts(1);
        JobSpec spec = submitter.spec(byHand, knownOrAdHoc(request));
        return submitter.insertNew(new NewJob(submitter.newId(), spec, new NewJob.Now()));
    }

    JobContext start(JobId id) {
        return lease(id).context();
    }

    void complete(JobId id, @Nullable Object result) {
        HandHeld held = held(id, "complete");
        settled(held, held.complete(result));
    }

    void fail(JobId id, Throwable error) {
        HandHeld held = held(id, "fail");
        settled(held, held.fail(error));
    }

    <R extends @Nullable Object> CompletableFuture<R> runAsync(JobId id, Callable<R> code) {
        HandHeld held = node.taken(id).orElseGet(() -> lease(id));
        if (!held.giveToCode()) {
            throw refused(id, "run code for");
        }
        CompletableFuture<R> future = new CompletableFuture<>();
        try {
            node.executor().execute(() -> run(held, code, future));
        } catch (RejectedExecutionException e) {
            held.giveBack();
            throw e;
        }
        return future;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the code returned it
    private static <R extends @Nullable Object> void run(HandHeld held, Callable<R> code, CompletableFuture<R> future) {
        try {
            JobType type = JobType.byHand(held.context().type(), List.of());
            future.complete((R) resultOf(held, held.run(type, code)));
        } catch (Throwable e) {
            future.completeExceptionally(e);
        }
    }

    private static void refuseDelay(JobRequest<?> request) {
        Duration delay = request.delay().orElse(Duration.ZERO);
        if (!delay.isZero() || request.time().isPresent()) {
            Object came = request.time().<Object>map(time -> time).orElse(delay);
            String expected = "none, because its caller starts this job; submit it if it is to wait for its time";
            throw new InvalidValueException(Field.DELAY, came, expected, null);
        }
    }

    private HandHeld lease(JobId id) {
        return node.take(id, () -> store.start(id, node.id())).orElseThrow(() -> refused(id, "start"));
    }

    private HandHeld held(JobId id, String wanted) {
        return node.taken(id).orElseThrow(() -> refused(id, wanted));
    }

    private RuntimeException refused(JobId id, String wanted) {
        return store.find(List.of(id)).stream()
                .findFirst()
                .<RuntimeException>map(
                        job -> new IllegalTransitionException(id, wanted, job.status(), adviceFor(wanted)))
                .orElseGet(() -> new JobNotFoundException(id));
    }

    private static String adviceFor(String wanted) {
        return switch (wanted) {
            case "start" -> "Only a PENDING job can be started.";
            case "run code for" -> "Other code runs for it.";
            default ->
                "Only the service that started it with start(id) can end it, while it is RUNNING and runs no code.";
        };
    }

    private JobType knownOrAdHoc(JobRequest<?> request) {
        if (request.target() instanceof JobRequest.Target.Named named) {
            return types.find(named.type()).orElseGet(() -> JobType.byHand(named.type(), request.arguments()));
        }
        return submitter.typeOf(request);
    }

    private static @Nullable Object resultOf(HandHeld held, Ran ran) {
        settled(held, ran.stored());
        JobId id = held.context().id();
        AttemptEnd end = ran.end();
        if (end instanceof AttemptEnd.Failed failed) {
            throw new JobFailedException(id, failed.error(), ran.thrown());
        }
        if (end instanceof AttemptEnd.Cancelled) {
            throw new JobCancelledException(id);
        }
        if (end instanceof AttemptEnd.Snoozed) {
            String advice = "Its handler asked to be run later: a worker of its queue will run it, await its handle.";
            throw new IllegalTransitionException(id, "return a result of", JobStatus.SCHEDULED, advice);
        }
        if (end instanceof AttemptEnd.Released) {
            throw new LeaseLostException(end.lease());
        }
        return ran.value();
    }

    private static void settled(HandHeld held, CompletableFuture<Boolean> stored) {
        if (!stored.join()) {
            throw new LeaseLostException(held.context().job().lease().orElseThrow());
        }
    }
}
