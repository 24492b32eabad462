package io.runasjob.job;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an instance method, {@code Reports::render}: the object comes first, then up to five arguments and, where
 * the method takes one, its {@link JobContext}. Serializable only so that the reference can say which method it names; it
 * is never called nor stored. One interface for each number of parameters, {@code Value} for methods with a result and
 * {@code Action} for those without; nobody needs to name them.
 */
public interface JobMethod extends Serializable {

    /** With a result and 0 parameters. */
    @FunctionalInterface
    interface Value0<T, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target) throws Exception;
    }

    /** Without a result and with 0 parameters. */
    @FunctionalInterface
    interface Action0<T> extends JobMethod {
        /** The shape of the method. */
        void call(T target) throws Exception;
    }

    /** With a result and 1 parameter. */
    @FunctionalInterface
    interface Value1<T, A, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target, A a) throws Exception;
    }

    /** Without a result and with 1 parameter. */
    @FunctionalInterface
    interface Action1<T, A> extends JobMethod {
        /** The shape of the method. */
        void call(T target, A a) throws Exception;
    }

    /** With a result and 2 parameters. */
    @FunctionalInterface
    interface Value2<T, A, B, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target, A a, B b) throws Exception;
    }

    /** Without a result and with 2 parameters. */
    @FunctionalInterface
    interface Action2<T, A, B> extends JobMethod {
        /** The shape of the method. */
        void call(T target, A a, B b) throws Exception;
    }

    /** With a result and 3 parameters. */
    @FunctionalInterface
    interface Value3<T, A, B, C, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target, A a, B b, C c) throws Exception;
    }

    /** Without a result and with 3 parameters. */
    @FunctionalInterface
    interface Action3<T, A, B, C> extends JobMethod {
        /** The shape of the method. */
        void call(T target, A a, B b, C c) throws Exception;
    }

    /** With a result and 4 parameters. */
    @FunctionalInterface
    interface Value4<T, A, B, C, D, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target, A a, B b, C c, D d) throws Exception;
    }

    /** Without a result and with 4 parameters. */
    @FunctionalInterface
    interface Action4<T, A, B, C, D> extends JobMethod {
        /** The shape of the method. */
        void call(T target, A a, B b, C c, D d) throws Exception;
    }

    /** With a result and 5 parameters. */
    @FunctionalInterface
    interface Value5<T, A, B, C, D, E, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target, A a, B b, C c, D d, E e) throws Exception;
    }

    /** Without a result and with 5 parameters. */
    @FunctionalInterface
    interface Action5<T, A, B, C, D, E> extends JobMethod {
        /** The shape of the method. */
        void call(T target, A a, B b, C c, D d, E e) throws Exception;
    }

    /** With a result and 6 parameters. */
    @FunctionalInterface
    interface Value6<T, A, B, C, D, E, F, R extends @Nullable Object> extends JobMethod {
        /** The shape of the method. */
        R call(T target, A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /** Without a result and with 6 parameters. */
    @FunctionalInterface
    interface Action6<T, A, B, C, D, E, F> extends JobMethod {
        /** The shape of the method. */
        void call(T target, A a, B b, C c, D d, E e, F f) throws Exception;
    }
}
