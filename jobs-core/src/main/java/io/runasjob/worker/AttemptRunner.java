package io.runasjob.worker;

import io.runasjob.job.CurrentJob;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobError;
import io.runasjob.job.JobError.Kind;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.job.JobsException;
import io.runasjob.job.Outcome;
import io.runasjob.job.PayloadTooLargeException;
import io.runasjob.job.SnoozeException;
import io.runasjob.retry.Decision;
import io.runasjob.retry.Decision.RetryAfter;
import io.runasjob.retry.RetryPolicy;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.PayloadCodec;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the handler of an attempt on the present thread and says how the attempt ends. Never throws. Safe for use by many
 * threads.
 */
final class AttemptRunner {
    private final JobTypes types;
    private final PayloadCodec codec;
    private final int resultLimit;

    AttemptRunner(JobTypes types, PayloadCodec codec, int resultLimit) {
        this.types = types;
        this.codec = codec;
        this.resultLimit = resultLimit;
    }

    /**
     * What running a handler came to.
     *
     * @param end for the store
     * @param value what the handler returned, or null
     * @param thrown what it threw, or null
     */
    record Run(
            AttemptEnd end,
            @Nullable Object value,
            @Nullable Throwable thrown) {}

    /** Runs the registered handler with the stored arguments. */
    Run run(HeldAttempt attempt) {
        JobType type = types.find(attempt.type()).orElse(null);
        if (type == null) {
            return new Run(new AttemptEnd.Released(attempt.lease()), null, null);
        }
        return run(attempt, type, () -> type.code().call(arguments(attempt, type), attempt));
    }

    /** Runs code of the caller's in place of the handler. */
    Run run(HeldAttempt attempt, JobType type, Callable<? extends @Nullable Object> work) {
        if (!attempt.begin(System.nanoTime())) {
            return new Run(stopped(attempt), null, null);
        }
        try {
            return returned(attempt, type, CurrentJob.during(attempt, work));
        } catch (Unusable unusable) {
            JobsException fault = unusable.fault;
            AttemptEnd end = new AttemptEnd.Failed(attempt.lease(), Outcome.FAILED, Errors.describe(fault));
            return new Run(end, null, fault);
        } catch (Throwable thrown) { // whatever a handler throws is the outcome of its attempt
            return new Run(endOf(attempt, type, thrown), null, thrown);
        } finally {
            attempt.leave();
        }
    }

    /** Arguments or a result that no other attempt could read or write either: trying again would only waste time. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient JobsException fault;

        Unusable(JobsException fault) {
            super(fault);
            this.fault = fault;
        }
    }

    private @Nullable Object[] arguments(HeldAttempt attempt, JobType type) throws Unusable {
        String payload = attempt.job().spec().payload();
        try {
            return codec.decodeAll(payload, type.parameters().toArray(Type[]::new));
        } catch (InvalidValueException e) {
            throw new Unusable(e);
        }
    }

    /** The end of an attempt whose caller gives the result by hand. */
    AttemptEnd completed(HeldAttempt attempt, @Nullable Object result) {
        return new AttemptEnd.Completed(attempt.lease(), encoded(attempt.type(), Object.class, result));
    }

    private Run returned(HeldAttempt attempt, JobType type, @Nullable Object value) throws Unusable {
        if (attempt.reason() == StopReason.TIMED_OUT) {
            return new Run(timedOut(attempt, type), null, null);
        }
        try {
            String result = encoded(type.name(), type.result(), value);
            return new Run(new AttemptEnd.Completed(attempt.lease(), result), value, null);
        } catch (InvalidValueException | PayloadTooLargeException e) {
            throw new Unusable(e);
        }
    }

    private @Nullable String encoded(String type, Type result, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        String json = codec.encode(value, result == Object.class ? value.getClass() : result);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > resultLimit) {
            throw new PayloadTooLargeException("result", type, bytes, resultLimit);
        }
        return json;
    }

    private static AttemptEnd endOf(HeldAttempt attempt, JobType type, Throwable thrown) {
        if (attempt.reason() == StopReason.TIMED_OUT) {
            return timedOut(attempt, type);
        }
        if (attempt.isCancelled()) {
            return stopped(attempt);
        }
        if (thrown instanceof SnoozeException snooze) {
            return new AttemptEnd.Snoozed(attempt.lease(), snooze.delay());
        }
        return decide(attempt, type, Outcome.FAILED, thrown, Errors.describe(thrown));
    }

    private static AttemptEnd stopped(HeldAttempt attempt) {
        return attempt.reason() == StopReason.RELEASED
                ? new AttemptEnd.Released(attempt.lease())
                : new AttemptEnd.Cancelled(attempt.lease());
    }

    /** The end of an attempt that goes on though it was asked to stop, for whatever reason, and its timeout is over. */
    static AttemptEnd stubborn(HeldAttempt attempt, JobType type) {
        return attempt.reason() == StopReason.TIMED_OUT ? timedOut(attempt, type) : stopped(attempt);
    }

    /** The end of an attempt that ran longer than its timeout. */
    static AttemptEnd timedOut(HeldAttempt attempt, JobType type) {
        Duration timeout = attempt.job().spec().limits().timeout().orElse(Duration.ZERO);
        TimeoutException error = new TimeoutException("The attempt ran longer than its timeout of " + timeout
                + " and was interrupted. Give it more time, or make the handler react to interrupts.");
        error.setStackTrace(attempt.stack());
        return decide(attempt, type, Outcome.TIMED_OUT, error, Errors.describe(error, Kind.SYSTEM));
    }

    private static AttemptEnd decide(
            HeldAttempt attempt, JobType type, Outcome outcome, Throwable thrown, JobError error) {
        int failures = attempt.job().run().failures() + 1;
        int most = attempt.job().spec().limits().maxAttempts();
        Decision decision = policyOf(attempt, type).decide(failures, most, thrown, ThreadLocalRandom.current());
        return decision instanceof RetryAfter retry
                ? new AttemptEnd.Retry(attempt.lease(), outcome, error, retry.delay())
                : new AttemptEnd.Failed(attempt.lease(), outcome, error);
    }

    private static RetryPolicy policyOf(HeldAttempt attempt, JobType type) {
        return attempt.job()
                .spec()
                .limits()
                .retry()
                .or(() -> type.defaults().limits().retry())
                .orElse(RetryPolicy.DEFAULT);
    }
}
