package io.runasjob.annotation;

import static io.runasjob.job.JobRequest.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobContext;
import io.runasjob.job.JobMethod;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MethodReferencesTest {

    static class Values {
        @RunAsJob(type = "value0")
        String v0() {
            return "";
        }

        @RunAsJob(type = "value0c")
        String v0c(JobContext job) {
            return "";
        }

        @RunAsJob(type = "value1")
        String v1(int a) {
            return "";
        }

        @RunAsJob(type = "value1c")
        String v1c(int a, JobContext job) {
            return "";
        }

        @RunAsJob(type = "value2")
        String v2(int a, String b) {
            return "";
        }

        @RunAsJob(type = "value2c")
        String v2c(int a, String b, JobContext job) {
            return "";
        }

        @RunAsJob(type = "value3")
        String v3(int a, String b, UUID c) {
            return "";
        }

        @RunAsJob(type = "value3c")
        String v3c(int a, String b, UUID c, JobContext job) {
            return "";
        }

        @RunAsJob(type = "value4")
        String v4(int a, String b, UUID c, long d) {
            return "";
        }

        @RunAsJob(type = "value4c")
        String v4c(int a, String b, UUID c, long d, JobContext job) {
            return "";
        }

        @RunAsJob(type = "value5")
        String v5(int a, String b, UUID c, long d, List<String> e) {
            return "";
        }

        @RunAsJob(type = "value5c")
        String v5c(int a, String b, UUID c, long d, List<String> e, JobContext job) {
            return "";
        }
    }

    static class Actions {
        @RunAsJob(type = "action0")
        void a0() {}

        @RunAsJob(type = "action0c")
        void a0c(JobContext job) {}

        @RunAsJob(type = "action1")
        void a1(int a) {}

        @RunAsJob(type = "action1c")
        void a1c(int a, JobContext job) {}

        @RunAsJob(type = "action2")
        void a2(int a, String b) {}

        @RunAsJob(type = "action2c")
        void a2c(int a, String b, JobContext job) {}

        @RunAsJob(type = "action3")
        void a3(int a, String b, UUID c) {}

        @RunAsJob(type = "action3c")
        void a3c(int a, String b, UUID c, JobContext job) {}

        @RunAsJob(type = "action4")
        void a4(int a, String b, UUID c, long d) {}

        @RunAsJob(type = "action4c")
        void a4c(int a, String b, UUID c, long d, JobContext job) {}

        @RunAsJob(type = "action5")
        void a5(int a, String b, UUID c, long d, List<String> e) {}

        @RunAsJob(type = "action5c")
        void a5c(int a, String b, UUID c, long d, List<String> e, JobContext job) {}
    }

    static class Overloads {
        @RunAsJob(type = "int")
        String run(int value) {
            return "";
        }

        @RunAsJob(type = "text")
        String run(String value) {
            return "";
        }

        @RunAsJob(type = "void")
        void run(UUID value) {}
    }

    /** Their numbers of parameters differ too: only naming the shape tells them apart, type arguments do not. */
    static class Shapes {
        @RunAsJob(type = "near")
        String run(String value) {
            return "";
        }

        @RunAsJob(type = "near-context")
        String run(String value, JobContext job) {
            return "";
        }

        @RunAsJob(type = "far")
        String run(String value, int more) {
            return "";
        }
    }

    static class Base {
        @RunAsJob(type = "inherited")
        public void inherited(String text) {}
    }

    interface Cleaning {
        @RunAsJob(type = "default")
        default void clean() {}
    }

    static class Below extends Base implements Cleaning {}

    private static final UUID C = new UUID(0, 1);
    private static final List<String> E = List.of("e");

    static Stream<Arguments> references() {
        return Stream.concat(values(), Stream.concat(actions(), others()));
    }

    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("value0", of(Values::v0)),
                Arguments.of("value0c", of(Values::v0c)),
                Arguments.of("value1", of(Values::v1, 1)),
                Arguments.of("value1c", of(Values::v1c, 1)),
                Arguments.of("value2", of(Values::v2, 1, "b")),
                Arguments.of("value2c", of(Values::v2c, 1, "b")),
                Arguments.of("value3", of(Values::v3, 1, "b", C)),
                Arguments.of("value3c", of(Values::v3c, 1, "b", C)),
                Arguments.of("value4", of(Values::v4, 1, "b", C, 4L)),
                Arguments.of("value4c", of(Values::v4c, 1, "b", C, 4L)),
                Arguments.of("value5", of(Values::v5, 1, "b", C, 4L, E)),
                Arguments.of("value5c", of(Values::v5c, 1, "b", C, 4L, E)));
    }

    private static Stream<Arguments> actions() {
        return Stream.of(
                Arguments.of("action0", of(Actions::a0)),
                Arguments.of("action0c", of(Actions::a0c)),
                Arguments.of("action1", of(Actions::a1, 1)),
                Arguments.of("action1c", of(Actions::a1c, 1)),
                Arguments.of("action2", of(Actions::a2, 1, "b")),
                Arguments.of("action2c", of(Actions::a2c, 1, "b")),
                Arguments.of("action3", of(Actions::a3, 1, "b", C)),
                Arguments.of("action3c", of(Actions::a3c, 1, "b", C)),
                Arguments.of("action4", of(Actions::a4, 1, "b", C, 4L)),
                Arguments.of("action4c", of(Actions::a4c, 1, "b", C, 4L)),
                Arguments.of("action5", of(Actions::a5, 1, "b", C, 4L, E)),
                Arguments.of("action5c", of(Actions::a5c, 1, "b", C, 4L, E)));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("int", JobRequest.<Overloads, Integer, String>of(Overloads::run, 1)),
                Arguments.of("text", JobRequest.<Overloads, String, String>of(Overloads::run, "a")),
                Arguments.of("void", JobRequest.<Overloads, UUID>of(Overloads::run, C)),
                Arguments.of("near", of((JobMethod.Value1<Shapes, String, String>) Shapes::run, "a")),
                Arguments.of(
                        "near-context", of((JobMethod.Value2<Shapes, String, JobContext, String>) Shapes::run, "a")),
                Arguments.of("far", of((JobMethod.Value2<Shapes, String, Integer, String>) Shapes::run, "a", 1)),
                Arguments.of("inherited", of(Base::inherited, "a")),
                Arguments.of("inherited", of(Below::inherited, "a")),
                Arguments.of("default", of(Cleaning::clean)),
                Arguments.of("default", of(Below::clean)));
    }

    @ParameterizedTest
    @MethodSource("references")
    void method_reference_finds_its_type(String expected, JobRequest<?> request) {
        JobTypes types = new JobTypes(Stream.of(new Values(), new Actions(), new Overloads(), new Shapes(), new Below())
                .flatMap(instance -> AnnotatedJobs.typesOf(instance).stream())
                .toList());

        Optional<JobType> found = types.find(((JobRequest.Target.Method) request.target()).key());

        assertThat(found.map(JobType::name)).contains(expected);
        assertThat(found.orElseThrow().parameters()).hasSameSizeAs(request.arguments());
    }

    @Test
    void method_of_an_object_that_is_not_registered_finds_nothing() {
        JobTypes types = new JobTypes(AnnotatedJobs.typesOf(new Values()));

        assertThat(types.find(((JobRequest.Target.Method) of(Actions::a0).target()).key()))
                .isEmpty();
    }
}
