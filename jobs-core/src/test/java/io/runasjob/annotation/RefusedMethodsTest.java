package io.runasjob.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.DuplicateJobTypeException;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobContext;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedMethodsTest {

    static class Private {
        @RunAsJob(type = "a")
        @SuppressWarnings("UnusedMethod")
        private void run() {}
    }

    static class BelowPrivate extends Private {}

    static class Static {
        @RunAsJob(type = "a")
        static void run() {}
    }

    interface Abstract {
        @RunAsJob(type = "a")
        void run();
    }

    static class OfAbstract implements Abstract {
        @Override
        public void run() {}
    }

    static class ContextFirst {
        @RunAsJob(type = "a")
        void run(JobContext job, int value) {}
    }

    static class TwoContexts {
        @RunAsJob(type = "a")
        void run(JobContext one, JobContext two) {}
    }

    static class ConnectionFirst {
        @RunAsJob(type = "a")
        void run(Connection connection, int value) {}
    }

    static class ConnectionLast {
        @RunAsJob(type = "a")
        void run(JobContext job, Connection connection) {}
    }

    static class TwoConnections {
        @RunAsJob(type = "a")
        void run(Connection one, Connection two, JobContext job) {}
    }

    static class Six {
        @RunAsJob(type = "a")
        void run(int a, int b, int c, int d, int e, int f) {}
    }

    static class Variable<T> {
        @RunAsJob(type = "a")
        void run(List<T> values) {}
    }

    static class Nothing {}

    static Stream<Arguments> shapes() {
        Object proxy = Proxy.newProxyInstance(
                Abstract.class.getClassLoader(), new Class<?>[] {Abstract.class}, (self, method, arguments) -> null);
        return Stream.of(
                Arguments.of(new Private(), "Private.run() is private", "public, protected or package-private"),
                Arguments.of(new BelowPrivate(), "Private.run() is private", "public, protected or package-private"),
                Arguments.of(new Static(), "Static.run() is static", "remove 'static'"),
                Arguments.of(new OfAbstract(), "Abstract.run() is abstract", "to the method that implements it"),
                Arguments.of(proxy, "Abstract.run() is abstract", "to the method that implements it"),
                Arguments.of(new ContextFirst(), "ContextFirst.run(JobContext, int) takes", "as the last parameter"),
                Arguments.of(new TwoContexts(), "TwoContexts.run(JobContext, JobContext) takes", "the last parameter"),
                Arguments.of(new ConnectionFirst(), "run(Connection, int) takes a Connection", "before the JobContext"),
                Arguments.of(new ConnectionLast(), "run(JobContext, Connection) takes a JobContext", "last parameter"),
                Arguments.of(new TwoConnections(), "(Connection, Connection, JobContext) takes", "one Connection"),
                Arguments.of(new Six(), "Six.run(int, int, int, int, int, int) has 6 parameters", "at most 5"),
                Arguments.of(new Variable<String>(), "the type variable in java.util.List<T>", "register an object of"),
                Arguments.of(new Nothing(), "Nothing'", "at least one method that is annotated with @RunAsJob"),
                Arguments.of(Nothing.class, "Nothing'", "an object of the class, not the class itself"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void method_that_cannot_be_a_job_is_refused(Object instance, String came, String expected) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> AnnotatedJobs.typesOf(instance))
                .withMessageContaining(came)
                .withMessageContaining(expected)
                .satisfies(e -> assertThat(e.field()).isEqualTo(Field.HANDLER));
    }

    static class BadType {
        @RunAsJob(type = "no spaces")
        void run() {}
    }

    static class BadQueue {
        @RunAsJob(type = "a", queue = "")
        void run() {}
    }

    static class BadPriority {
        @RunAsJob(type = "a", priority = 11)
        void run() {}
    }

    static class BadAttempts {
        @RunAsJob(type = "a", maxAttempts = 0)
        void run() {}
    }

    static class BadTimeout {
        @RunAsJob(type = "a", timeout = "5 minutes")
        void run() {}
    }

    static class ZeroTimeout {
        @RunAsJob(type = "a", timeout = "PT0S")
        void run() {}
    }

    static class BadBackoff {
        @RunAsJob(type = "a", backoff = "2s")
        void run() {}
    }

    static class NegativeBackoff {
        @RunAsJob(type = "a", backoff = "PT-2S")
        void run() {}
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(new BadType(), Field.TYPE, "'no spaces': expected 1 to 100 characters"),
                Arguments.of(new BadQueue(), Field.QUEUE, "'': expected 1 to 100 characters"),
                Arguments.of(new BadPriority(), Field.PRIORITY, "'11': expected a whole number from 0 to 10"),
                Arguments.of(new BadAttempts(), Field.MAX_ATTEMPTS, "'0': expected 1 to 1000"),
                Arguments.of(new BadTimeout(), Field.TIMEOUT, "'5 minutes': expected an ISO-8601 duration"),
                Arguments.of(new ZeroTimeout(), Field.TIMEOUT, "'PT0S': expected longer than zero"),
                Arguments.of(new BadBackoff(), Field.DELAY, "'2s': expected an ISO-8601 duration"),
                Arguments.of(new NegativeBackoff(), Field.DELAY, "'PT-2S': expected a backoff of zero to ten years"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void illegal_value_of_the_annotation_is_refused_and_the_method_named(Object instance, Field field, String message) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> AnnotatedJobs.typesOf(instance))
                .withMessageContaining(message)
                .withMessageContaining("(in @RunAsJob of " + instance.getClass().getName() + ".run())")
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    static class Twice {
        @RunAsJob(type = "same")
        void one() {}

        @RunAsJob(type = "same")
        void two(int value) {}
    }

    @Test
    void two_methods_with_one_type_are_refused() {
        assertThatThrownBy(() -> AnnotatedJobs.typesOf(new Twice()))
                .isInstanceOf(DuplicateJobTypeException.class)
                .hasMessageContainingAll("'same'", "Twice.one()", "Twice.two(int)");
    }
}
