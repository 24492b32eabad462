package io.runasjob.submit;

import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.job.UnknownJobTypeException;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NewJob.Start;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns requests into stored jobs. By default a job is PENDING at once; a delay or a time makes it SCHEDULED. Safe for use
 * by many threads.
 */
public final class Submitter {
    /** Most requests of one call. */
    public static final int MOST_REQUESTS = 100_000;

    private static final Duration FARTHEST = Duration.ofDays(3653);

    private final JobStore store;
    private final JobIntake intake;
    private final JobTypes types;
    private final Arguments arguments;
    private final JobIds ids;
    private final Function<String, Optional<String>> hints;

    /**
     * A submitter.
     *
     * @param store where they go
     * @param intake the way into the store for jobs of {@link #submit}; it also wakes who works on them, as one does that
     *     is {@link #ringing}
     * @param types what may be submitted
     * @param hints what to tell somebody who names a type that is not known
     */
    public Submitter(
            JobStore store,
            JobIntake intake,
            JobTypes types,
            Arguments arguments,
            JobIds ids,
            Function<String, Optional<String>> hints) {
        this.store = store;
        this.intake = intake;
        this.types = types;
        this.arguments = arguments;
        this.ids = ids;
        this.hints = hints;
    }

    /** An intake through which inserts of several threads that come at the same time share a commit. */
    public static JobIntake sharing(JobIntake store) {
        return new SharedInserts(store, SharedInserts.PATIENCE);
    }

    /** An intake that looks up what became of an insert whose answer was lost, and rings when the jobs are there. */
    public static JobIntake ringing(JobStore store, JobIntake intake) {
        return new RingingInserts(store, intake);
    }

    /**
     * Stores jobs, all or none, and wakes the workers.
     *
     * @param requests 1 to {@value #MOST_REQUESTS}
     * @return one admission for each request, in the same order
     */
    public List<Admission> submit(Collection<? extends JobRequest<?>> requests) {
        return intake.insert(jobsOf(requests));
    }

    /**
     * What a call has stored.
     *
     * @param admissions one for each request, in the same order
     * @param bells to be rung once it is committed
     */
    public record Stored(List<Admission> admissions, Set<Bell> bells) {
        /** Copies both. */
        public Stored {
            admissions = List.copyOf(admissions);
            bells = Set.copyOf(bells);
        }
    }

    /**
     * The same through another intake of the store, without ringing.
     *
     * @param requests 1 to {@value #MOST_REQUESTS}
     */
    public Stored store(Collection<? extends JobRequest<?>> requests, JobIntake other) {
        List<NewJob> jobs = jobsOf(requests);
        return new Stored(other.insert(jobs), bellsOf(jobs));
    }

    private static Set<Bell> bellsOf(List<NewJob> jobs) {
        Set<Bell> bells = EnumSet.noneOf(Bell.class);
        jobs.forEach(job -> bells.add(job.bell()));
        return bells;
    }

    private List<NewJob> jobsOf(Collection<? extends JobRequest<?>> requests) {
        if (requests.isEmpty() || requests.size() > MOST_REQUESTS) {
            throw new InvalidValueException(
                    Field.LIMIT, requests.size() + " requests", "1 to " + MOST_REQUESTS + " requests a call", null);
        }
        List<NewJob> jobs = new ArrayList<>(requests.size());
        Optional<Instant> now = timeFor(requests);
        for (JobRequest<?> request : requests) {
            jobs.add(new NewJob(ids.next(), specForWorkers(request), startOf(request, now)));
        }
        return jobs;
    }

    private JobSpec specForWorkers(JobRequest<?> request) {
        JobSpec spec = spec(request, typeOf(request));
        if (spec.queue().equals(JobDefaults.BY_HAND_QUEUE)) {
            String expected = "another queue: no worker serves this one, create(request) puts jobs into it";
            throw new InvalidValueException(Field.QUEUE, spec.queue(), expected, null);
        }
        return spec;
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
     * @throws io.runasjob.job.PayloadTooLargeException when the arguments are larger than the limit
     */
    public JobSpec spec(JobRequest<?> request, JobType type) {
        return request.spec(type, arguments.encode(request, type));
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
}
