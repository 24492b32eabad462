package io.runasjob.submit;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.Job;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.job.PayloadTooLargeException;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.job.UnknownJobTypeException;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NewJob.Start;
import io.runasjob.spi.PayloadCodec;
import io.runasjob.spi.WakeUp.Bell;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns requests into stored jobs. By default a job is PENDING at once; a delay or a time makes it SCHEDULED. Safe for use
 * by many threads.
 */
public final class Submitter {
    /** Most requests of one call. */
    public static final int MOST_REQUESTS = 100_000;

    private static final Duration FARTHEST = Duration.ofDays(3653);

    private final JobStore store;
    private final JobTypes types;
    private final PayloadCodec codec;
    private final JobIds ids;
    private final int payloadLimit;
    private final Function<String, Optional<String>> hints;

    /**
     * A submitter.
     *
     * @param store where they go, and its doorbell
     * @param types what may be submitted
     * @param payloadLimit largest size of the arguments as JSON, in bytes of UTF-8
     * @param hints what to tell somebody who names a type that is not known
     */
    public Submitter(
            JobStore store,
            JobTypes types,
            PayloadCodec codec,
            JobIds ids,
            int payloadLimit,
            Function<String, Optional<String>> hints) {
        this.store = store;
        this.types = types;
        this.codec = codec;
        this.ids = ids;
        this.payloadLimit = payloadLimit;
        this.hints = hints;
    }

    /**
     * Stores jobs, all or none, and wakes the workers.
     *
     * @param requests 1 to {@value #MOST_REQUESTS}
     * @return one admission for each request, in the same order
     */
    public List<Admission> submit(Collection<? extends JobRequest<?>> requests) {
        if (requests.isEmpty() || requests.size() > MOST_REQUESTS) {
            throw new InvalidValueException(
                    Field.LIMIT, requests.size() + " requests", "1 to " + MOST_REQUESTS + " requests a call", null);
        }
        List<NewJob> jobs = new ArrayList<>(requests.size());
        Optional<Instant> now = timeFor(requests);
        for (JobRequest<?> request : requests) {
            jobs.add(new NewJob(ids.next(), specForWorkers(request), startOf(request, now)));
        }
        List<Admission> admissions = insert(jobs);
        ring(jobs);
        return admissions;
    }

    private JobSpec specForWorkers(JobRequest<?> request) {
        JobSpec spec = spec(request, typeOf(request));
        if (spec.queue().equals(JobDefaults.BY_HAND_QUEUE)) {
            String expected = "another queue: no worker serves this one, create(request) puts jobs into it";
            throw new InvalidValueException(Field.QUEUE, spec.queue(), expected, null);
        }
        return spec;
    }

    /** An insert whose answer was lost is looked up, never repeated blindly: the ids are ours, so they tell. */
    private List<Admission> insert(List<NewJob> jobs) {
        try {
            return store.insert(jobs);
        } catch (StoreUnavailableException e) {
            Set<JobId> stored = storedIds(jobs, e);
            if (stored.isEmpty()) {
                throw e;
            }
            return jobs.stream().map(job -> admissionOf(job, stored)).toList();
        }
    }

    private Set<JobId> storedIds(List<NewJob> jobs, StoreUnavailableException cause) {
        try {
            return store.find(jobs.stream().map(NewJob::id).toList()).stream()
                    .map(Job::id)
                    .collect(Collectors.toSet());
        } catch (StoreUnavailableException e) {
            cause.addSuppressed(e);
            return Set.of();
        }
    }

    /** The others of a call that was stored were not created because their unique keys are held. */
    private Admission admissionOf(NewJob job, Set<JobId> stored) {
        return stored.contains(job.id())
                ? new Admission(job.id(), true)
                : store.insert(List.of(job)).get(0);
    }

    /** An id for a job that the caller puts together itself. */
    public JobId newId() {
        return ids.next();
    }

    /**
     * Stores one job as it is, without ringing.
     *
     * @return its id
     * @throws DuplicateJobException when its unique key is taken, whatever its policy: the caller wants this job, no other
     */
    public JobId insertNew(NewJob job) {
        Admission admission = store.insert(List.of(job)).get(0);
        if (!admission.created()) {
            throw new DuplicateJobException(job.spec().unique().orElseThrow().key(), admission.id());
        }
        return admission.id();
    }

    /**
     * What a request asks for, with the defaults of its type.
     *
     * @throws PayloadTooLargeException when the arguments are larger than the limit
     */
    public JobSpec spec(JobRequest<?> request, JobType type) {
        Type[] parameters = type.parameters().toArray(Type[]::new);
        String payload = codec.encodeAll(request.arguments().toArray(), parameters);
        long bytes = sizeOf(payload);
        if (bytes > payloadLimit) {
            throw new PayloadTooLargeException("arguments", type.name(), bytes, payloadLimit);
        }
        return request.spec(type, payload);
    }

    /**
     * The type that a request means.
     *
     * @throws UnknownJobTypeException when this service does not know it
     */
    public JobType typeOf(JobRequest<?> request) {
        if (request.target() instanceof JobRequest.Target.Method method) {
            return types.find(method.key()).orElseThrow(() -> unknownMethod(method));
        }
        String name = ((JobRequest.Target.Named) request.target()).type();
        return types.find(name).orElseThrow(() -> unknownName(name));
    }

    private UnknownJobTypeException unknownMethod(JobRequest.Target.Method method) {
        return new UnknownJobTypeException(
                "of method " + method.key(),
                "The method carries no @RunAsJob, or no object of its class was registered. Annotate it and add"
                        + " .register(object) to the service's builder. Known types: " + types.names() + ".");
    }

    private UnknownJobTypeException unknownName(String name) {
        String hint = hints.apply(name)
                .orElse("Register its handler with .register(object) or .handler(…) on the service's builder.");
        return new UnknownJobTypeException("'" + name + "'", hint + " Known types: " + types.names() + ".");
    }

    /** The store's time, asked for once a call, and only when a request names one. */
    private Optional<Instant> timeFor(Collection<? extends JobRequest<?>> requests) {
        boolean needed = requests.stream().anyMatch(request -> request.time().isPresent());
        return needed ? Optional.of(store.now()) : Optional.empty();
    }

    private static Start startOf(JobRequest<?> request, Optional<Instant> now) {
        if (request.delay().isPresent() && !request.delay().get().isZero()) {
            return new NewJob.After(request.delay().get());
        }
        return request.time().map(time -> startAt(time, now.orElseThrow())).orElseGet(NewJob.Now::new);
    }

    private static Start startAt(Instant time, Instant now) {
        if (time.isAfter(now.plus(FARTHEST))) {
            throw new InvalidValueException(
                    Field.DELAY, time, "a time at most ten years after now (" + now + ")", null);
        }
        return time.isAfter(now) ? new NewJob.At(time) : new NewJob.Now();
    }

    private void ring(List<NewJob> jobs) {
        boolean ready = false;
        boolean scheduled = false;
        for (NewJob job : jobs) {
            boolean now = job.start() instanceof NewJob.Now;
            ready |= now;
            scheduled |= !now;
        }
        if (ready) {
            store.wakeUp().ring(Bell.READY);
        }
        if (scheduled) {
            store.wakeUp().ring(Bell.SCHEDULED);
        }
    }

    private static long sizeOf(String json) {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }
}
