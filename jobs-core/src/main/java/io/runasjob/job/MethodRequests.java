package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/**
 * The factories {@code JobRequest.of}: one for each shape of method, so that the compiler checks arguments and result. Apart
 * from {@link JobRequest} only because they are many.
 */
@SuppressWarnings(
        "overloads") // methods with and without a result differ only in that: the compiler prefers the one that fits
abstract sealed class MethodRequests permits JobRequest {
    MethodRequests() {}

    /** A method without arguments, with a result. */
    public static <T, R extends @Nullable Object> JobRequest<R> of(JobMethod.Value0<T, R> method) {
        return JobRequest.ofMethod(method);
    }

    /** A method without arguments, without a result. */
    public static <T> JobRequest<Void> of(JobMethod.Action0<T> method) {
        return JobRequest.ofMethod(method);
    }

    /** A method without arguments and the context, with a result. */
    public static <T, R extends @Nullable Object> JobRequest<R> of(JobMethod.Value1<T, JobContext, R> method) {
        return JobRequest.ofMethod(method);
    }

    /** A method without arguments and the context, without a result. */
    public static <T> JobRequest<Void> of(JobMethod.Action1<T, JobContext> method) {
        return JobRequest.ofMethod(method);
    }

    /** A method with 1 argument, with a result. */
    public static <T, A, R extends @Nullable Object> JobRequest<R> of(JobMethod.Value1<T, A, R> method, A a) {
        return JobRequest.ofMethod(method, a);
    }

    /** A method with 1 argument, without a result. */
    public static <T, A> JobRequest<Void> of(JobMethod.Action1<T, A> method, A a) {
        return JobRequest.ofMethod(method, a);
    }

    /** A method with 1 argument and the context, with a result. */
    public static <T, A, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value2<T, A, JobContext, R> method, A a) {
        return JobRequest.ofMethod(method, a);
    }

    /** A method with 1 argument and the context, without a result. */
    public static <T, A> JobRequest<Void> of(JobMethod.Action2<T, A, JobContext> method, A a) {
        return JobRequest.ofMethod(method, a);
    }

    /** A method with 2 arguments, with a result. */
    public static <T, A, B, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value2<T, A, B, R> method, A a, B b) {
        return JobRequest.ofMethod(method, a, b);
    }

    /** A method with 2 arguments, without a result. */
    public static <T, A, B> JobRequest<Void> of(JobMethod.Action2<T, A, B> method, A a, B b) {
        return JobRequest.ofMethod(method, a, b);
    }

    /** A method with 2 arguments and the context, with a result. */
    public static <T, A, B, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value3<T, A, B, JobContext, R> method, A a, B b) {
        return JobRequest.ofMethod(method, a, b);
    }

    /** A method with 2 arguments and the context, without a result. */
    public static <T, A, B> JobRequest<Void> of(JobMethod.Action3<T, A, B, JobContext> method, A a, B b) {
        return JobRequest.ofMethod(method, a, b);
    }

    /** A method with 3 arguments, with a result. */
    public static <T, A, B, C, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value3<T, A, B, C, R> method, A a, B b, C c) {
        return JobRequest.ofMethod(method, a, b, c);
    }

    /** A method with 3 arguments, without a result. */
    public static <T, A, B, C> JobRequest<Void> of(JobMethod.Action3<T, A, B, C> method, A a, B b, C c) {
        return JobRequest.ofMethod(method, a, b, c);
    }

    /** A method with 3 arguments and the context, with a result. */
    public static <T, A, B, C, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value4<T, A, B, C, JobContext, R> method, A a, B b, C c) {
        return JobRequest.ofMethod(method, a, b, c);
    }

    /** A method with 3 arguments and the context, without a result. */
    public static <T, A, B, C> JobRequest<Void> of(JobMethod.Action4<T, A, B, C, JobContext> method, A a, B b, C c) {
        return JobRequest.ofMethod(method, a, b, c);
    }

    /** A method with 4 arguments, with a result. */
    public static <T, A, B, C, D, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value4<T, A, B, C, D, R> method, A a, B b, C c, D d) {
        return JobRequest.ofMethod(method, a, b, c, d);
    }

    /** A method with 4 arguments, without a result. */
    public static <T, A, B, C, D> JobRequest<Void> of(JobMethod.Action4<T, A, B, C, D> method, A a, B b, C c, D d) {
        return JobRequest.ofMethod(method, a, b, c, d);
    }

    /** A method with 4 arguments and the context, with a result. */
    public static <T, A, B, C, D, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value5<T, A, B, C, D, JobContext, R> method, A a, B b, C c, D d) {
        return JobRequest.ofMethod(method, a, b, c, d);
    }

    /** A method with 4 arguments and the context, without a result. */
    public static <T, A, B, C, D> JobRequest<Void> of(
            JobMethod.Action5<T, A, B, C, D, JobContext> method, A a, B b, C c, D d) {
        return JobRequest.ofMethod(method, a, b, c, d);
    }

    /** A method with 5 arguments, with a result. */
    public static <T, A, B, C, D, E, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value5<T, A, B, C, D, E, R> method, A a, B b, C c, D d, E e) {
        return JobRequest.ofMethod(method, a, b, c, d, e);
    }

    /** A method with 5 arguments, without a result. */
    public static <T, A, B, C, D, E> JobRequest<Void> of(
            JobMethod.Action5<T, A, B, C, D, E> method, A a, B b, C c, D d, E e) {
        return JobRequest.ofMethod(method, a, b, c, d, e);
    }

    /** A method with 5 arguments and the context, with a result. */
    public static <T, A, B, C, D, E, R extends @Nullable Object> JobRequest<R> of(
            JobMethod.Value6<T, A, B, C, D, E, JobContext, R> method, A a, B b, C c, D d, E e) {
        return JobRequest.ofMethod(method, a, b, c, d, e);
    }

    /** A method with 5 arguments and the context, without a result. */
    public static <T, A, B, C, D, E> JobRequest<Void> of(
            JobMethod.Action6<T, A, B, C, D, E, JobContext> method, A a, B b, C c, D d, E e) {
        return JobRequest.ofMethod(method, a, b, c, d, e);
    }
}
