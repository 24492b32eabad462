package io.runasjob.annotation.processing;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobRequest;
import io.runasjob.job.Priority;
import io.runasjob.retry.Backoff;
import io.runasjob.retry.RetryPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;

/** Whether the values of an annotation are legal; the limits are those of the classes that check them at run time. */
final class ValueRules {
    private final Complaints complaints;

    ValueRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(JobElement job) {
        job.text("type").ifPresent(type -> check(job, "type", () -> JobRequest.ofType(type)));
        job.text("queue").ifPresent(queue -> check(job, "queue", () -> defaults(queue, Priority.NORMAL)));
        job.number("priority")
                .ifPresent(priority -> check(job, "priority", () -> defaults(JobDefaults.DEFAULT_QUEUE, priority)));
        job.number("maxAttempts")
                .ifPresent(attempts -> check(job, "maxAttempts", () -> new JobLimits(attempts, null, null)));
        duration(job, "timeout").ifPresent(timeout -> check(job, "timeout", () -> timeout(timeout)));
        duration(job, "backoff").ifPresent(base -> check(job, "backoff", () -> Backoff.exponential(base)));
    }

    /** Makes what the runtime would make of a value. */
    private interface Making {
        Object make();
    }

    private void check(JobElement job, String value, Making making) {
        try {
            making.make();
        } catch (InvalidValueException e) {
            complain(job, value, e.came(), e.expected());
        } catch (IllegalArgumentException e) {
            complain(job, value, job.text(value).orElse(""), "a duration of zero to ten years, such as PT2S");
        }
    }

    private Optional<Duration> duration(JobElement job, String value) {
        String text = job.text(value).orElse("");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Duration.parse(text));
        } catch (DateTimeException e) {
            complain(job, value, text, "an ISO-8601 duration such as PT5M or PT2.5S, or nothing");
            return Optional.empty();
        }
    }

    private void complain(JobElement job, String value, String came, String expected) {
        complaints.at(
                job,
                value,
                "@RunAsJob " + value + " is '" + came + "': expected " + expected + ". Correct the annotation of "
                        + job.words() + ".");
    }

    private static JobDefaults defaults(String queue, int priority) {
        return new JobDefaults(queue, priority, JobLimits.DEFAULT);
    }

    private static JobLimits timeout(Duration timeout) {
        return new JobLimits(RetryPolicy.DEFAULT_MAX_ATTEMPTS, timeout, null);
    }
}
