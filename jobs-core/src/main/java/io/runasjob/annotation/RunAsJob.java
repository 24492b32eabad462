package io.runasjob.annotation;

import io.runasjob.job.JobDefaults;
import io.runasjob.job.Priority;
import io.runasjob.retry.RetryPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the handler of a job type. The method then runs as a durable job when its object is registered with a job
 * service and somebody submits it: {@code jobs.submit(Reports::render, id)}.
 *
 * <p>The method is an instance method with a body, not private, with up to five parameters that JSON can carry and, as the
 * last one if it likes, a {@link io.runasjob.job.JobContext}. Its return value is stored as the job's result. It is called
 * by several threads at once.
 *
 * <p>A {@code java.sql.Connection} as the last parameter, or just before the context, comes from a store that keeps its jobs
 * in such a database, in a transaction of READ COMMITTED: the method's return commits what it wrote together with the end of
 * its attempt, what it throws rolls both back. Submit such jobs by the generated factory or by the name of their type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RunAsJob {

    /**
     * The stable name that is stored with each job, so that classes and methods can be renamed: letters, digits, '.', '_' and
     * '-', 1 to 100 characters, unique within a service.
     */
    String type();

    /** Where jobs of this type wait, unless a request says otherwise. */
    String queue() default JobDefaults.DEFAULT_QUEUE;

    /** 0 to 10, higher first, unless a request says otherwise. */
    int priority() default Priority.NORMAL;

    /** Failures after which a job fails, 1 to 1,000, unless a request says otherwise. */
    int maxAttempts() default RetryPolicy.DEFAULT_MAX_ATTEMPTS;

    /** Longest duration of one attempt in ISO-8601 form ({@code PT5M}); empty for none. */
    String timeout() default "";

    /**
     * Wait before the first retry in ISO-8601 form ({@code PT2S}); it doubles with each failure, see {@link
     * io.runasjob.retry.Backoff#exponential}. Empty for the default of 2 s.
     */
    String backoff() default "";

    /** Exceptions on which a job fails at once, however many attempts are left. */
    Class<? extends Throwable>[] giveUpOn() default {};
}
