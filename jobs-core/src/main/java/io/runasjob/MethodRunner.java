package io.runasjob;

import io.runasjob.job.JobContext;
import io.runasjob.job.JobMethod;
import io.runasjob.job.JobRequest;
import org.jspecify.annotations.Nullable;

/**
 * Runs references to annotated methods here and now, {@code run(Reports::render, id)}: the same as {@code run(JobRequest.of(…))}.
 * Apart from {@link JobService} only because the shapes of methods are many. Safe for use by many threads.
 */
@SuppressWarnings("overloads") // with and without a result: the compiler prefers the one that fits
public interface MethodRunner {

    /** Runs the job on this thread and returns its result; see {@link JobService}. */
    <R extends @Nullable Object> R run(JobRequest<R> request);

    /** A method without arguments, with a result. */
    default <T, R extends @Nullable Object> R run(JobMethod.Value0<T, R> method) {
        return run(JobRequest.of(method));
    }

    /** A method without arguments, without a result. */
    default <T> void run(JobMethod.Action0<T> method) {
        run(JobRequest.of(method));
    }

    /** A method without arguments and the context, with a result. */
    default <T, R extends @Nullable Object> R run(JobMethod.Value1<T, JobContext, R> method) {
        return run(JobRequest.of(method));
    }

    /** A method without arguments and the context, without a result. */
    default <T> void run(JobMethod.Action1<T, JobContext> method) {
        run(JobRequest.of(method));
    }

    /** A method with 1 argument, with a result. */
    default <T, A, R extends @Nullable Object> R run(JobMethod.Value1<T, A, R> method, A a) {
        return run(JobRequest.of(method, a));
    }

    /** A method with 1 argument, without a result. */
    default <T, A> void run(JobMethod.Action1<T, A> method, A a) {
        run(JobRequest.of(method, a));
    }

    /** A method with 1 argument and the context, with a result. */
    default <T, A, R extends @Nullable Object> R run(JobMethod.Value2<T, A, JobContext, R> method, A a) {
        return run(JobRequest.of(method, a));
    }

    /** A method with 1 argument and the context, without a result. */
    default <T, A> void run(JobMethod.Action2<T, A, JobContext> method, A a) {
        run(JobRequest.of(method, a));
    }

    /** A method with 2 arguments, with a result. */
    default <T, A, B, R extends @Nullable Object> R run(JobMethod.Value2<T, A, B, R> method, A a, B b) {
        return run(JobRequest.of(method, a, b));
    }

    /** A method with 2 arguments, without a result. */
    default <T, A, B> void run(JobMethod.Action2<T, A, B> method, A a, B b) {
        run(JobRequest.of(method, a, b));
    }

    /** A method with 2 arguments and the context, with a result. */
    default <T, A, B, R extends @Nullable Object> R run(JobMethod.Value3<T, A, B, JobContext, R> method, A a, B b) {
        return run(JobRequest.of(method, a, b));
    }

    /** A method with 2 arguments and the context, without a result. */
    default <T, A, B> void run(JobMethod.Action3<T, A, B, JobContext> method, A a, B b) {
        run(JobRequest.of(method, a, b));
    }

    /** A method with 3 arguments, with a result. */
    default <T, A, B, C, R extends @Nullable Object> R run(JobMethod.Value3<T, A, B, C, R> method, A a, B b, C c) {
        return run(JobRequest.of(method, a, b, c));
    }

    /** A method with 3 arguments, without a result. */
    default <T, A, B, C> void run(JobMethod.Action3<T, A, B, C> method, A a, B b, C c) {
        run(JobRequest.of(method, a, b, c));
    }

    /** A method with 3 arguments and the context, with a result. */
    default <T, A, B, C, R extends @Nullable Object> R run(
            JobMethod.Value4<T, A, B, C, JobContext, R> method, A a, B b, C c) {
        return run(JobRequest.of(method, a, b, c));
    }

    /** A method with 3 arguments and the context, without a result. */
    default <T, A, B, C> void run(JobMethod.Action4<T, A, B, C, JobContext> method, A a, B b, C c) {
        run(JobRequest.of(method, a, b, c));
    }

    /** A method with 4 arguments, with a result. */
    default <T, A, B, C, D, R extends @Nullable Object> R run(
            JobMethod.Value4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
        return run(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 4 arguments, without a result. */
    default <T, A, B, C, D> void run(JobMethod.Action4<T, A, B, C, D> method, A a, B b, C c, D d) {
        run(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 4 arguments and the context, with a result. */
    default <T, A, B, C, D, R extends @Nullable Object> R run(
            JobMethod.Value5<T, A, B, C, D, JobContext, R> method, A a, B b, C c, D d) {
        return run(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 4 arguments and the context, without a result. */
    default <T, A, B, C, D> void run(JobMethod.Action5<T, A, B, C, D, JobContext> method, A a, B b, C c, D d) {
        run(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 5 arguments, with a result. */
    default <T, A, B, C, D, E, R extends @Nullable Object> R run(
            JobMethod.Value5<T, A, B, C, D, E, R> method, A a, B b, C c, D d, E e) {
        return run(JobRequest.of(method, a, b, c, d, e));
    }

    /** A method with 5 arguments, without a result. */
    default <T, A, B, C, D, E> void run(JobMethod.Action5<T, A, B, C, D, E> method, A a, B b, C c, D d, E e) {
        run(JobRequest.of(method, a, b, c, d, e));
    }

    /** A method with 5 arguments and the context, with a result. */
    default <T, A, B, C, D, E, R extends @Nullable Object> R run(
            JobMethod.Value6<T, A, B, C, D, E, JobContext, R> method, A a, B b, C c, D d, E e) {
        return run(JobRequest.of(method, a, b, c, d, e));
    }

    /** A method with 5 arguments and the context, without a result. */
    default <T, A, B, C, D, E> void run(
            JobMethod.Action6<T, A, B, C, D, E, JobContext> method, A a, B b, C c, D d, E e) {
        run(JobRequest.of(method, a, b, c, d, e));
    }
}
