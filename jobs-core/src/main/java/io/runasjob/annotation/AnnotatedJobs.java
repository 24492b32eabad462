package io.runasjob.annotation;

import io.runasjob.job.DuplicateJobTypeException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobType;
import io.runasjob.retry.Backoff;
import io.runasjob.retry.RetryPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the {@link RunAsJob} methods of an object into job types.
 *
 * <p>Finds public, protected and package-private methods of the object's class, its superclasses and, with a body, its
 * interfaces. An overridden method keeps the annotation of its most derived annotated declaration, so that an object behind
 * a generated subclass (a CGLIB proxy) is read like the class itself; calls go to whatever overrides the method. Names,
 * limits and shapes are checked here, before anything is stored.
 *
 * <p>Without state; threads may share it.
 */
public final class AnnotatedJobs {
    private AnnotatedJobs() {}

    /**
     * The job types of an object, in the order of their names.
     *
     * @throws InvalidValueException when it has no annotated method, or one that cannot serve as a job; for a class in a
     *     module that keeps its package closed the message names the missing {@code opens} line
     * @throws DuplicateJobTypeException when two of its methods have one type
     */
    public static List<JobType> typesOf(Object instance) {
        Map<String, JobType> types = new TreeMap<>();
        for (AnnotatedMethod method : new Lineage(instance.getClass()).annotatedMethods()) {
            JobType type = typeOf(method.checked(), instance);
            JobType other = types.putIfAbsent(type.name(), type);
            if (other != null) {
                throw new DuplicateJobTypeException(
                        type.name(), other.origin().words(), type.origin().words());
            }
        }
        if (types.isEmpty()) {
            throw nothingToRun(instance);
        }
        return List.copyOf(types.values());
    }

    private static JobType typeOf(AnnotatedMethod method, Object instance) {
        RunAsJob annotation = method.annotation();
        JobType.Origin origin = new JobType.Origin("the method " + method.words(), method.keys());
        MethodCode code = MethodCode.of(method, instance);
        try {
            return JobType.ofMethod(annotation.type(), method.signature(), origin, code, defaults(annotation));
        } catch (InvalidValueException e) {
            String expected = e.expected() + " (in @RunAsJob of " + method.words() + ")";
            throw new InvalidValueException(e.field(), e.came(), expected, e.getCause());
        }
    }

    private static JobDefaults defaults(RunAsJob annotation) {
        Duration timeout = duration(Field.TIMEOUT, annotation.timeout());
        JobLimits limits = new JobLimits(annotation.maxAttempts(), timeout, policy(annotation));
        return new JobDefaults(annotation.queue(), annotation.priority(), limits);
    }

    private static @Nullable RetryPolicy policy(RunAsJob annotation) {
        Duration backoff = duration(Field.DELAY, annotation.backoff());
        if (backoff == null && annotation.giveUpOn().length == 0) {
            return null;
        }
        RetryPolicy.Builder policy = RetryPolicy.builder();
        for (Class<? extends Throwable> exception : annotation.giveUpOn()) {
            policy.giveUpOn(exception);
        }
        return (backoff == null ? policy : policy.backoff(exponential(backoff))).build();
    }

    private static Backoff exponential(Duration base) {
        try {
            return Backoff.exponential(base);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(Field.DELAY, base, "a backoff of zero to ten years", e);
        }
    }

    private static @Nullable Duration duration(Field field, String text) {
        try {
            return text.isEmpty() ? null : Duration.parse(text);
        } catch (DateTimeException e) {
            String expected = "an ISO-8601 duration such as PT5M or PT2.5S, or nothing";
            throw new InvalidValueException(field, text, expected, e);
        }
    }

    private static InvalidValueException nothingToRun(Object instance) {
        String expected = instance instanceof Class<?>
                ? "an object of the class, not the class itself"
                : "an object with at least one method that is annotated with @RunAsJob";
        String came = instance instanceof Class<?> type
                ? type.getName()
                : instance.getClass().getName();
        return new InvalidValueException(Field.HANDLER, came, expected, null);
    }
}
