package io.runasjob.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.annotation.processing.Compilation;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobType;
import io.runasjob.job.MethodKey;
import io.runasjob.job.Priority;
import io.runasjob.retry.Backoff;
import io.runasjob.retry.RetryPolicy;
import io.runasjob.spi.PayloadCodec;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotatedJobsTest {

    @TempDir
    Path folder;

    static class Plain {
        @RunAsJob(type = "public")
        public String open(String text) {
            return text + "!";
        }

        @RunAsJob(type = "protected")
        protected void guarded() {}

        @RunAsJob(type = "package")
        void near() {}

        public void other() {}
    }

    interface Sweeping {
        @RunAsJob(type = "sweep")
        default String sweep() {
            return "default";
        }
    }

    interface Cleaning extends Sweeping {}

    static class Below extends Plain implements Cleaning {
        @Override
        public String open(String text) {
            return text + "?";
        }
    }

    @Test
    void public_protected_and_package_private_methods_are_found() {
        assertThat(names(new Plain())).containsExactly("package", "protected", "public");
    }

    @Test
    void inherited_methods_and_default_methods_are_found_and_calls_reach_the_override() throws Exception {
        assertThat(names(new Below())).containsExactly("package", "protected", "public", "sweep");
        assertThat(call(new Below(), "public", "a")).isEqualTo("a?");
        assertThat(call(new Below(), "sweep")).isEqualTo("default");
    }

    @Test
    void method_is_found_through_every_class_between_the_object_and_the_declaration() {
        assertThat(type(new Below(), "public").origin().methods())
                .containsExactlyInAnyOrder(
                        new MethodKey(Plain.class.getName(), "open", "(Ljava/lang/String;)Ljava/lang/String;"),
                        new MethodKey(Below.class.getName(), "open", "(Ljava/lang/String;)Ljava/lang/String;"));
        assertThat(type(new Below(), "sweep").origin().methods())
                .extracting(MethodKey::owner)
                .containsExactlyInAnyOrder(Below.class.getName(), Cleaning.class.getName(), Sweeping.class.getName());
    }

    static class Renamed extends Below {
        @Override
        @RunAsJob(type = "renamed", queue = "other")
        public String open(String text) {
            return text;
        }

        @Override
        @RunAsJob(type = "swept")
        public String sweep() {
            return "class";
        }
    }

    @Test
    void most_derived_annotation_counts() throws Exception {
        assertThat(names(new Renamed())).containsExactly("package", "protected", "renamed", "swept");
        assertThat(type(new Renamed(), "renamed").defaults().queue()).isEqualTo("other");
        assertThat(type(new Renamed(), "renamed").origin().methods())
                .extracting(MethodKey::owner)
                .containsExactly(Renamed.class.getName());
        assertThat(call(new Renamed(), "swept")).isEqualTo("class");
    }

    record Order(int number) {}

    abstract static class Base<T, K> {
        @RunAsJob(type = "handle")
        public List<T> handle(Map<String, ? super T> values, T one, T[] many, K key) {
            return List.of(one);
        }

        @RunAsJob(type = "find")
        public Object find(T one) {
            return one;
        }
    }

    abstract static class Middle<V> extends Base<V, String> {}

    static class Orders extends Middle<Order> {
        @Override
        public Order find(Order one) {
            return new Order(one.number() + 1);
        }
    }

    /** As CGLIB makes it: no annotations, no generic signatures, overrides the bridges as well. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    static class OrdersProxy extends Orders {
        @Override
        public List handle(Map values, Order one, Order[] many, String key) {
            return super.handle(values, one, many, key);
        }
    }

    @Test
    void type_variables_of_superclasses_are_replaced() {
        JobType type = type(new Orders(), "handle");

        assertThat(type.parameters())
                .extracting(Type::getTypeName)
                .containsExactly(
                        "java.util.Map<java.lang.String, ? super " + Order.class.getName() + ">",
                        Order.class.getName(),
                        Order.class.getName() + "[]",
                        "java.lang.String");
        assertThat(type.result().getTypeName()).isEqualTo("java.util.List<" + Order.class.getName() + ">");
    }

    @Test
    void replaced_type_variables_are_understood_by_the_codec() {
        JobType type = type(new OrdersProxy(), "handle");

        assertThat(PayloadCodec.json().decode("[{\"number\":1}]", type.result()))
                .isEqualTo(List.of(new Order(1)));
        assertThat((Order[]) PayloadCodec.json()
                        .decode("[{\"number\":1}]", type.parameters().get(2)))
                .containsExactly(new Order(1));
    }

    @Test
    void bridges_are_skipped_and_a_narrower_result_counts() throws Exception {
        JobType type = type(new OrdersProxy(), "find");

        assertThat(names(new OrdersProxy())).containsExactly("find", "handle");
        assertThat(type.parameters()).containsExactly(Order.class);
        assertThat(type.result()).isEqualTo(Order.class);
        assertThat(type.origin().methods())
                .contains(
                        MethodKey.of(Orders.class, Orders.class.getMethod("find", Order.class)),
                        MethodKey.of(OrdersProxy.class, Orders.class.getMethod("find", Order.class)),
                        MethodKey.of(Base.class, Base.class.getMethod("find", Object.class)));
        assertThat(call(new OrdersProxy(), "find", new Order(1))).isEqualTo(new Order(2));
    }

    @Test
    void package_private_namesake_in_another_package_is_another_method() throws Exception {
        new Compilation(folder)
                .run(
                        "package one; public class Base { @io.runasjob.annotation.RunAsJob(type = \"run\") String run()"
                                + " { return \"base\"; } }",
                        "package two; public class Below extends one.Base { String run() { return \"below\"; } }")
                .succeeds();

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Object below =
                    loader.loadClass("two.Below").getDeclaredConstructor().newInstance();
            assertThat(call(below, "run")).isEqualTo("base");
            assertThat(type(below, "run").origin().methods())
                    .contains(new MethodKey("one.Base", "run", "()Ljava/lang/String;"));
        }
    }

    static class Limits {
        @RunAsJob(
                type = "full",
                queue = "reports",
                priority = 9,
                maxAttempts = 7,
                timeout = "PT5M",
                backoff = "PT10S",
                giveUpOn = {IllegalStateException.class, IOException.class})
        void full() {}

        @RunAsJob(type = "empty")
        void empty() {}

        @RunAsJob(type = "give-up", giveUpOn = IOException.class)
        void giveUp() {}
    }

    @Test
    void values_of_the_annotation_become_the_defaults_of_the_type() {
        RetryPolicy policy = RetryPolicy.builder()
                .backoff(Backoff.exponential(Duration.ofSeconds(10)))
                .giveUpOn(IllegalStateException.class)
                .giveUpOn(IOException.class)
                .build();

        assertThat(type(new Limits(), "full").defaults())
                .isEqualTo(new JobDefaults("reports", 9, new JobLimits(7, Duration.ofMinutes(5), policy)));
        assertThat(type(new Limits(), "empty").defaults()).isEqualTo(JobDefaults.DEFAULT);
        assertThat(type(new Limits(), "give-up").defaults())
                .isEqualTo(new JobDefaults(
                        JobDefaults.DEFAULT_QUEUE,
                        Priority.NORMAL,
                        new JobLimits(
                                RetryPolicy.DEFAULT_MAX_ATTEMPTS,
                                null,
                                RetryPolicy.builder()
                                        .giveUpOn(IOException.class)
                                        .build())));
    }

    static class Calls {
        @RunAsJob(type = "throw")
        void fail(Throwable thrown) throws Throwable {
            throw thrown;
        }

        @RunAsJob(type = "primitive")
        long add(int left, long right) {
            return left + right;
        }

        @RunAsJob(type = "void")
        void nothing(@Nullable String text) {}

        @RunAsJob(type = "many")
        String many(String... texts) {
            return String.join("+", texts);
        }
    }

    static final class Odd extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void exception_of_the_handler_comes_as_it_was_thrown() {
        for (Throwable thrown : List.of(new IOException("a"), new StackOverflowError(), new Odd())) {
            assertThatThrownBy(() -> call(new Calls(), "throw", thrown)).isSameAs(thrown);
        }
    }

    @Test
    void arguments_and_results_are_boxed_and_nothing_is_null() throws Exception {
        assertThat(call(new Calls(), "primitive", 1, 2L)).isEqualTo(3L);
        assertThat(type(new Calls(), "primitive").result()).isEqualTo(long.class);
        assertThat(call(new Calls(), "void", new Object[] {null})).isNull();
        assertThat(type(new Calls(), "void").result()).isEqualTo(void.class);
        assertThat(call(new Calls(), "many", (Object) new String[] {"a", "b"})).isEqualTo("a+b");
    }

    @Test
    void arguments_that_do_not_fit_are_refused_before_the_call() {
        assertRefused(() -> call(new Calls(), "primitive", 1, null), Field.ARGUMENTS)
                .withMessageContaining("'null': expected long for parameter 2 of")
                .withMessageContaining("Calls.add(int, long)");
        assertRefused(() -> call(new Calls(), "primitive", 1, "2"), Field.ARGUMENTS)
                .withMessageContaining("'java.lang.String': expected long for parameter 2");
        assertRefused(() -> call(new Calls(), "primitive", 1), Field.ARGUMENTS)
                .withMessageContaining("'1 arguments': expected 2 for");
    }

    private static ThrowableAssertAlternative<InvalidValueException> assertRefused(ThrowingCallable code, Field field) {
        return assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(code)
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    private static List<String> names(Object instance) {
        return AnnotatedJobs.typesOf(instance).stream().map(JobType::name).toList();
    }

    private static JobType type(Object instance, String name) {
        return AnnotatedJobs.typesOf(instance).stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Only handlers with a context look at it. */
    @SuppressWarnings("NullAway")
    private static @Nullable Object call(Object instance, String type, @Nullable Object... arguments) throws Exception {
        return type(instance, type).code().call(arguments, null);
    }
}
