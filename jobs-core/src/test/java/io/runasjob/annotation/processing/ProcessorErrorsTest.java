package io.runasjob.annotation.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessorErrorsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type = "no spaces"                            | type is 'no spaces': expected 1 to 100 characters
            type = ""                                     | type is '': expected 1 to 100 characters
            type = "a", queue = ""                        | queue is '': expected 1 to 100 characters
            type = "a", queue = "a/b"                     | queue is 'a/b': expected
            type = "a", priority = 11                     | priority is '11': expected a whole number from 0 to 10
            type = "a", priority = -1                     | priority is '-1': expected a whole number from 0 to 10
            type = "a", maxAttempts = 0                   | maxAttempts is '0': expected 1 to 1000
            type = "a", maxAttempts = 1001                | maxAttempts is '1001': expected 1 to 1000
            type = "a", timeout = "5 minutes"             | timeout is '5 minutes': expected an ISO-8601 duration
            type = "a", timeout = "PT0S"                  | timeout is 'PT0S': expected longer than zero
            type = "a", timeout = "PT-5M"                 | timeout is 'PT-5M': expected longer than zero
            type = "a", timeout = "PT99999999999999999H"  | timeout is 'PT99999999999999999H': expected an ISO-8601
            type = "a", backoff = "2s"                    | backoff is '2s': expected an ISO-8601 duration
            type = "a", backoff = "PT-2S"                 | backoff is 'PT-2S': expected a duration of zero to ten years
            """)
    void illegal_value_of_the_annotation_is_an_error_on_its_line(String values, String message) {
        int last = values.lastIndexOf(',') + 1;
        String source = """
                package com.acme;
                import io.runasjob.annotation.RunAsJob;
                public class Host {
                    @RunAsJob(%s
                            %s) //!
                    public void run() {}
                }
                """.formatted(values.substring(0, last), values.substring(last));

        Compilation compilation = new Compilation(folder).run(source);

        assertThat(compilation.errorOnMarkedLine(source)).contains("@RunAsJob " + message, "Correct the annotation");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            private void run() {}                          | is private: expected a method that the engine can call
            public static void run() {}                    | is static: expected an instance method
            public abstract void run();                    | is abstract: expected a method with a body
            void run(int a, int b, int c, int d, int e, int f) {} | has 6 parameters: expected at most 5
            void run(JobContext job, int a) {}             | of com.acme.Host#run is a JobContext that is not the last
            void run(java.sql.Connection c, int a) {}      | of com.acme.Host#run is a Connection in another place
            void run(JobContext job, java.sql.Connection c) {} | of com.acme.Host#run is a JobContext that is not the
            void run(java.sql.Connection one, java.sql.Connection two) {} | of com.acme.Host#run is a Connection in
            java.sql.Connection run() { return null; }     | has a result that cannot be stored as JSON
            void run(JobContext one, JobContext two) {}    | of com.acme.Host#run is a JobContext that is not the last
            """)
    void method_that_cannot_be_a_job_is_an_error_on_its_line(String method, String message) {
        String source = host(method);

        Compilation compilation = new Compilation(folder).run(source);

        assertThat(compilation.errorOnMarkedLine(source)).contains(message);
    }

    @Test
    void five_parameters_and_a_context_are_legal() {
        new Compilation(folder)
                .run(host("void run(int a, int b, int c, int d, int e, JobContext job) {}"))
                .succeeds();
    }

    @Test
    void method_of_a_private_class_is_an_error() {
        String source = host("void run() {}")
                .replace("public class Host {", "public class Host { private static class Inner {")
                .replace("//!", "} //!");

        assertThat(new Compilation(folder).run(source).errorOnMarkedLine(source))
                .contains("stands in the private class Inner", "Remove 'private'");
    }

    static Stream<String> typesThatJsonCannotCarry() {
        return Stream.of(
                "java.io.InputStream",
                "java.io.FileInputStream",
                "java.io.BufferedReader",
                "java.lang.Thread",
                "java.util.concurrent.Executor",
                "java.util.concurrent.ExecutorService",
                "java.util.concurrent.CompletableFuture<String>",
                "java.util.concurrent.locks.ReentrantLock",
                "java.sql.Clob",
                "java.sql.PreparedStatement",
                "java.sql.ResultSet",
                "java.lang.Class<?>",
                "java.lang.reflect.Method",
                "java.lang.Runnable",
                "java.util.function.Function<String, String>",
                "java.util.Comparator<String>",
                "java.util.Iterator<String>",
                "java.util.stream.Stream<String>",
                "java.util.concurrent.BlockingQueue<String>",
                "java.util.List<java.io.Reader>",
                "java.util.List<? extends java.io.Reader>",
                "java.util.Map<String, java.io.Reader[]>",
                "java.util.Map<Point, String>",
                "java.util.Map<int[], String>",
                "java.util.Optional<Runnable>",
                "Shape",
                "AbstractShape",
                "Inner",
                "Closed",
                "Secret");
    }

    @ParameterizedTest
    @MethodSource("typesThatJsonCannotCarry")
    void type_that_json_cannot_carry_is_refused_as_a_parameter_and_as_a_result(String type) {
        String parameter = host("void run(" + type + " value) {}" + JsonTypesTest.TYPES);
        String result = host(type + " run() { return null; }" + JsonTypesTest.TYPES);

        assertThat(new Compilation(folder).run(parameter).errorOnMarkedLine(parameter))
                .contains("Parameter 'value' of com.acme.Host#run cannot be stored as JSON: ");
        assertThat(new Compilation(folder).run(result).errorOnMarkedLine(result))
                .contains("The job method com.acme.Host#run has a result that cannot be stored as JSON: ");
    }

    @Test
    void type_variable_is_refused() {
        String source = host("<T> void run(java.util.List<T> values) {}");

        assertThat(new Compilation(folder).run(source).errorOnMarkedLine(source))
                .contains("nobody knows what the type variable T stands for");
    }

    @ParameterizedTest
    @CsvSource({"Closed", "Shape", "java.util.List<AbstractShape>"})
    void host_with_another_codec_switches_the_rules_of_json_off(String type) {
        new Compilation(folder)
                .options("-Arunasjob.json=off")
                .run(host("void run(" + type + " value) {}" + JsonTypesTest.TYPES))
                .succeeds();
    }

    @Test
    void duplicate_across_two_classes_is_an_error_that_names_the_other() {
        String one = "package com.acme; import io.runasjob.annotation.RunAsJob;\n"
                + "public class One { @RunAsJob(type = \"same\") public void run() {} }";
        String two = "package com.acme; import io.runasjob.annotation.RunAsJob;\n"
                + "\n\npublic class Two { @RunAsJob(type = \"same\") public void walk() {} } //!";

        Compilation compilation = new Compilation(folder).run(one, two);

        assertThat(compilation.errorOnMarkedLine(two))
                .contains("Job type 'same' of com.acme.Two#walk is also declared by com.acme.One#run")
                .contains("Rename one of them");
    }

    @Test
    void duplicate_of_a_class_that_was_compiled_before_is_an_error() {
        String one = "package com.acme; import io.runasjob.annotation.RunAsJob;\n"
                + "public class One { @RunAsJob(type = \"same\") public void run() {} }";
        String two = one.replace("One", "Two");
        new Compilation(folder).run(one).succeeds();

        assertThat(new Compilation(folder).run(two).errors())
                .singleElement()
                .asString()
                .contains("also declared by com.acme.One#run", "That class was compiled before");
    }

    @Test
    void override_with_the_same_type_is_no_duplicate() throws Exception {
        String base = "package com.acme; import io.runasjob.annotation.RunAsJob;\n"
                + "public class Base { @RunAsJob(type = \"same\") public void run() {} }";
        String below = "package com.acme; import io.runasjob.annotation.RunAsJob;\n"
                + "public class Below extends Base { @Override @RunAsJob(type = \"same\") public void run() {} }";

        Compilation compilation = new Compilation(folder).run(base, below).succeeds();

        assertThat(compilation.index()).containsExactly("same=com.acme.Base#run", "same=com.acme.Below#run");
    }

    @Test
    void every_mistake_is_reported_in_one_compilation() {
        String source = host("private static java.io.Reader run(JobContext job, Thread thread) { return null; }");

        assertThat(new Compilation(folder).run(source).errors()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource
    void broken_user_code_is_left_to_the_compiler(String source) {
        assertThat(new Compilation(folder).run(source).errors())
                .isNotEmpty()
                .noneMatch(error -> error.contains("cannot be checked"))
                .noneMatch(error -> error.contains("RunAsJobProcessor"))
                .noneMatch(error -> error.contains("<error>"));
    }

    static List<String> broken_user_code_is_left_to_the_compiler() {
        return List.of(
                host("void run(Missing value) {}"),
                host("java.util.List<Missing> run() { return null; }"),
                host("void run(java.util.Map<String, ? extends Missing[]> value) {}"),
                host("void run( {}"),
                host("void run(Known value) {} static class Known extends Missing {}"),
                host("@RunAsJob(type = \"b\") void run() {}"),
                host("void run() {}").replace("type = \"host\"", ""),
                host("void run() {}").replace("\"host\"", "NOWHERE"),
                host("void run() {}").replace("\"host\"", "\"host\", priority = \"high\""),
                host("void run() {}").replace("\"host\"", "\"host\", giveUpOn = Missing.class"),
                host("int field;"),
                host("void run() {} void run() {}"));
    }

    @Test
    void user_class_that_has_the_name_of_the_factory_class_is_an_error_on_the_host() {
        String source = host("void run() {}");
        String taken = "package com.acme; public class HostJobs {}";

        assertThat(new Compilation(folder).run(source, taken).errors())
                .singleElement()
                .asString()
                .startsWith("4: ")
                .contains("com.acme.HostJobs", "exists already", "Rename one of the two classes");
    }

    @Test
    void processor_supports_the_latest_source_version() {
        assertThat(new RunAsJobProcessor().getSupportedSourceVersion()).isEqualTo(SourceVersion.latestSupported());
    }

    private static String host(String member) {
        return """
                package com.acme;
                import io.runasjob.annotation.RunAsJob;
                import io.runasjob.job.JobContext;
                public %sclass Host {
                    @RunAsJob(type = "host") %s
                }
                """.formatted(
                        member.contains("abstract void") ? "abstract " : "",
                        member.contains("\n") ? member.replaceFirst("\n", " //!\n") : member + " //!");
    }
}
