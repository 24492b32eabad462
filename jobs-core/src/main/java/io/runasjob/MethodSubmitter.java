package io.runasjob;

import io.runasjob.job.JobContext;
import io.runasjob.job.JobMethod;
import io.runasjob.job.JobRequest;
import org.jspecify.annotations.Nullable;

/**
 * Submits references to annotated methods, {@code submit(Reports::render, id)}: the same as {@code submit(JobRequest.of(…))}.
 * Apart from {@link JobService} only because the shapes of methods are many. Safe for use by many threads.
 */
@SuppressWarnings("overloads") // with and without a result: the compiler prefers the one that fits
public interface MethodSubmitter {

    /** Stores the job and returns at once; see {@link JobService}. */
    <R extends @Nullable Object> JobHandle<R> submit(JobRequest<R> request);

    /** A method without arguments, with a result. */
    default <T, R extends @Nullable Object> JobHandle<R> submit(JobMethod.Value0<T, R> method) {
        return submit(JobRequest.of(method));
    }

    /** A method without arguments, without a result. */
    default <T> JobHandle<Void> submit(JobMethod.Action0<T> method) {
        return submit(JobRequest.of(method));
    }

    /** A method without arguments and the context, with a result. */
    default <T, R extends @Nullable Object> JobHandle<R> submit(JobMethod.Value1<T, JobContext, R> method) {
        return submit(JobRequest.of(method));
    }

    /** A method without arguments and the context, without a result. */
    default <T> JobHandle<Void> submit(JobMethod.Action1<T, JobContext> method) {
        return submit(JobRequest.of(method));
    }

    /** A method with 1 argument, with a result. */
    default <T, A, R extends @Nullable Object> JobHandle<R> submit(JobMethod.Value1<T, A, R> method, A a) {
        return submit(JobRequest.of(method, a));
    }

    /** A method with 1 argument, without a result. */
    default <T, A> JobHandle<Void> submit(JobMethod.Action1<T, A> method, A a) {
        return submit(JobRequest.of(method, a));
    }

    /** A method with 1 argument and the context, with a result. */
    default <T, A, R extends @Nullable Object> JobHandle<R> submit(JobMethod.Value2<T, A, JobContext, R> method, A a) {
        return submit(JobRequest.of(method, a));
    }

    /** A method with 1 argument and the context, without a result. */
    default <T, A> JobHandle<Void> submit(JobMethod.Action2<T, A, JobContext> method, A a) {
        return submit(JobRequest.of(method, a));
    }

    /** A method with 2 arguments, with a result. */
    default <T, A, B, R extends @Nullable Object> JobHandle<R> submit(JobMethod.Value2<T, A, B, R> method, A a, B b) {
        return submit(JobRequest.of(method, a, b));
    }

    /** A method with 2 arguments, without a result. */
    default <T, A, B> JobHandle<Void> submit(JobMethod.Action2<T, A, B> method, A a, B b) {
        return submit(JobRequest.of(method, a, b));
    }

    /** A method with 2 arguments and the context, with a result. */
    default <T, A, B, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value3<T, A, B, JobContext, R> method, A a, B b) {
        return submit(JobRequest.of(method, a, b));
    }

    /** A method with 2 arguments and the context, without a result. */
    default <T, A, B> JobHandle<Void> submit(JobMethod.Action3<T, A, B, JobContext> method, A a, B b) {
        return submit(JobRequest.of(method, a, b));
    }

    /** A method with 3 arguments, with a result. */
    default <T, A, B, C, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value3<T, A, B, C, R> method, A a, B b, C c) {
        return submit(JobRequest.of(method, a, b, c));
    }

    /** A method with 3 arguments, without a result. */
    default <T, A, B, C> JobHandle<Void> submit(JobMethod.Action3<T, A, B, C> method, A a, B b, C c) {
        return submit(JobRequest.of(method, a, b, c));
    }

    /** A method with 3 arguments and the context, with a result. */
    default <T, A, B, C, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value4<T, A, B, C, JobContext, R> method, A a, B b, C c) {
        return submit(JobRequest.of(method, a, b, c));
    }

    /** A method with 3 arguments and the context, without a result. */
    default <T, A, B, C> JobHandle<Void> submit(JobMethod.Action4<T, A, B, C, JobContext> method, A a, B b, C c) {
        return submit(JobRequest.of(method, a, b, c));
    }

    /** A method with 4 arguments, with a result. */
    default <T, A, B, C, D, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
        return submit(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 4 arguments, without a result. */
    default <T, A, B, C, D> JobHandle<Void> submit(JobMethod.Action4<T, A, B, C, D> method, A a, B b, C c, D d) {
        return submit(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 4 arguments and the context, with a result. */
    default <T, A, B, C, D, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value5<T, A, B, C, D, JobContext, R> method, A a, B b, C c, D d) {
        return submit(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 4 arguments and the context, without a result. */
    default <T, A, B, C, D> JobHandle<Void> submit(
            JobMethod.Action5<T, A, B, C, D, JobContext> method, A a, B b, C c, D d) {
        return submit(JobRequest.of(method, a, b, c, d));
    }

    /** A method with 5 arguments, with a result. */
    default <T, A, B, C, D, E, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value5<T, A, B, C, D, E, R> method, A a, B b, C c, D d, E e) {
        return submit(JobRequest.of(method, a, b, c, d, e));
    }

    /** A method with 5 arguments, without a result. */
    default <T, A, B, C, D, E> JobHandle<Void> submit(
            JobMethod.Action5<T, A, B, C, D, E> method, A a, B b, C c, D d, E e) {
        return submit(JobRequest.of(method, a, b, c, d, e));
    }

    /** A method with 5 arguments and the context, with a result. */
    default <T, A, B, C, D, E, R extends @Nullable Object> JobHandle<R> submit(
            JobMethod.Value6<T, A, B, C, D, E, JobContext, R> method, A a, B b, C c, D d, E e) {
        return submit(JobRequest.of(method, a, b, c, d, e));
    }

    /** A method with 5 arguments and the context, without a result. */
    default <T, A, B, C, D, E> JobHandle<Void> submit(
            JobMethod.Action6<T, A, B, C, D, E, JobContext> method, A a, B b, C c, D d, E e) {
        return submit(JobRequest.of(method, a, b, c, d, e));
    }
}
