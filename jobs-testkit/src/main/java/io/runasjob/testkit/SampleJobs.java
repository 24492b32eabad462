package io.runasjob.testkit;

import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.Labels;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Priority;
import io.runasjob.job.Uniqueness;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes jobs for tests of stores. By default a job of type {@value #TYPE} in the default queue, with normal priority, no
 * arguments, no labels, ready at once. Each {@link #one()} has an id of its own, higher than those before it in this JVM.
 * A builder: its methods change it and return it; one thread at a time.
 */
public final class SampleJobs {
    /** The type of sample jobs, unless {@link #type} says otherwise. */
    public static final String TYPE = "sample";

    /** What sample attempts fail with. */
    public static final JobError ERROR = new JobError(
            JobError.Kind.HANDLER,
            "java.lang.IllegalStateException",
            "no more paper: \"A4\" 100 % – 紙 📄",
            "java.lang.IllegalStateException: no more paper\n\tat printer.Tray.pull(Tray.java:7)\n");

    private static final AtomicLong SEQUENCE = new AtomicLong(System.currentTimeMillis() << 12);

    private String type = TYPE;
    private String name = TYPE;
    private String queue = JobDefaults.DEFAULT_QUEUE;
    private int priority = Priority.NORMAL;
    private @Nullable String owner;
    private String payload = "[]";
    private JobLimits limits = JobLimits.DEFAULT;
    private Labels labels = Labels.NONE;
    private @Nullable Uniqueness unique;
    private NewJob.Start start = new NewJob.Now();

    private SampleJobs() {}

    /** A builder of the default sample. */
    public static SampleJobs sample() {
        return new SampleJobs();
    }

    /** A new id: version 7, higher than all before in this JVM. */
    public static JobId newId() {
        long sequence = SEQUENCE.incrementAndGet();
        long high = (sequence >>> 12) << 16 | 0x7000 | (sequence & 0xFFF);
        long low = UUID.randomUUID().getLeastSignificantBits();
        return new JobId(new UUID(high, low));
    }

    /** Job type; default {@value #TYPE}. */
    public SampleJobs type(String type) {
        this.type = type;
        return this;
    }

    /** Display name; default {@value #TYPE}. */
    public SampleJobs name(String name) {
        this.name = name;
        return this;
    }

    /** Queue; default {@value JobDefaults#DEFAULT_QUEUE}. */
    public SampleJobs queue(String queue) {
        this.queue = queue;
        return this;
    }

    /** Priority; default {@link Priority#NORMAL}. */
    public SampleJobs priority(int priority) {
        this.priority = priority;
        return this;
    }

    /** Owner; default none. */
    public SampleJobs owner(String owner) {
        this.owner = owner;
        return this;
    }

    /** Arguments as a JSON array; default none. */
    public SampleJobs payload(String json) {
        this.payload = json;
        return this;
    }

    /** Attempts, timeout, policy; default {@link JobLimits#DEFAULT}. */
    public SampleJobs limits(JobLimits limits) {
        this.limits = limits;
        return this;
    }

    /** Subjects, tags, metadata; default none. */
    public SampleJobs labels(Labels labels) {
        this.labels = labels;
        return this;
    }

    /** Unique key; default none. */
    public SampleJobs unique(String key, OnDuplicate onDuplicate) {
        this.unique = new Uniqueness(key, onDuplicate);
        return this;
    }

    /** Begins SCHEDULED, or PENDING when the delay is zero. */
    public SampleJobs after(Duration delay) {
        return start(new NewJob.After(delay));
    }

    /** Begins SCHEDULED, or PENDING when the time is past. */
    public SampleJobs at(Instant time) {
        return start(new NewJob.At(time));
    }

    /** Begins BLOCKED. */
    public SampleJobs blocked() {
        return start(new NewJob.Blocked());
    }

    /** Begins RUNNING on the node. */
    public SampleJobs runningOn(NodeId node) {
        return start(new NewJob.RunningOn(node));
    }

    /** Begins PENDING, and is claimed by the node at once. */
    public SampleJobs claimedBy(NodeId node) {
        return start(new NewJob.ClaimedBy(node));
    }

    /** How it begins; default {@link NewJob.Now}. */
    public SampleJobs start(NewJob.Start start) {
        this.start = start;
        return this;
    }

    /** The job, with a new id. */
    public NewJob one() {
        JobSpec spec = new JobSpec(type, name, queue, priority, owner, payload, limits, labels, unique);
        return new NewJob(newId(), spec, start);
    }

    /** Several such jobs, ids ascending. */
    public List<NewJob> many(int count) {
        return Stream.generate(this::one).limit(count).toList();
    }
}
