package io.runasjob.annotation.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactoryTest {

    @TempDir
    Path folder;

    private Compilation compile(String... sources) {
        return new Compilation(folder)
                .options("-Xlint:all,-processing", "-Werror")
                .run(sources);
    }

    @Test
    void factory_class_reads_as_somebody_would_have_written_it() throws Exception {
        Compilation compilation = compile("""
                package com.acme;
                public class Reports {
                    public record Report(String text) {}
                    @io.runasjob.annotation.RunAsJob(type = "report.render")
                    public Report render(java.util.UUID documentId, io.runasjob.job.JobContext job) {
                        return new Report("");
                    }
                }
                """).succeeds().hasNoWarnings();

        assertThat(compilation.generated("com.acme.ReportsJobs")).isEqualTo("""
                package com.acme;

                import io.runasjob.job.JobRequest;

                /** Requests for the jobs of {@link com.acme.Reports}: submit them, or add options first. Generated, do not edit. */
                @javax.annotation.processing.Generated("io.runasjob.annotation.processing.RunAsJobProcessor")
                @SuppressWarnings({"deprecation", "exports", "rawtypes", "removal"})
                public final class ReportsJobs {
                    private ReportsJobs() {}

                    /** A job of type {@code report.render}, run by {@code Reports#render}. */
                    public static JobRequest<com.acme.Reports.Report> render(java.util.UUID documentId) {
                        return JobRequest.<com.acme.Reports.Report>ofType("report.render", new java.lang.Object[] {documentId});
                    }
                }
                """);
    }

    @Test
    void generated_source_compiles_without_any_warning_where_processors_are_off() throws Exception {
        String host = host("public java.util.List raw(java.util.Set raw) { return null; }")
                .replace("public class Host", "@SuppressWarnings(\"rawtypes\") public class Host");
        String factories = compile(host).succeeds().generated("com.acme.HostJobs");

        new Compilation(folder)
                .processors()
                .options("-proc:none", "-Xlint:all", "-Werror")
                .run(host, factories)
                .succeeds()
                .hasNoWarnings();
    }

    @Test
    void factory_makes_a_request_for_its_type() throws Exception {
        UUID id = new UUID(0, 1);

        JobRequest<?> request = compile(host("public void run(java.util.UUID id, int times) {}"))
                .succeeds()
                .request("com.acme.HostJobs", "run", id, 3);

        assertThat(request.target()).isEqualTo(new JobRequest.Target.Named("host"));
        assertThat(request.arguments()).isEqualTo(List.of(id, 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public void run() {}                               | public static JobRequest<java.lang.Void> run()
            public int run() { return 1; }                     | public static JobRequest<java.lang.Integer> run()
            public byte[] run() { return null; }               | public static JobRequest<byte[]> run()
            public java.util.List<? extends Number> run() { return null; } | JobRequest<java.util.List<? extends java.lang.Number>> run()
            public void run(java.util.Map<String, java.util.List<int[]>> m) {} | run(java.util.Map<java.lang.String, java.util.List<int[]>> m)
            void run(java.util.List<?> io) {}                  | public static JobRequest<java.lang.Void> run(java.util.List<?> io)
            void run(java.util.Map.Entry<? super Integer, Object> e) {} | run(java.util.Map.Entry<? super java.lang.Integer, java.lang.Object> e)
            protected void run(String... names) {}             | public static JobRequest<java.lang.Void> run(java.lang.String[] names)
            public void run(Hidden value) {}                   | static JobRequest<java.lang.Void> run(com.acme.Host.Hidden value)
            @Deprecated public void run(long com) {}           | public static JobRequest<java.lang.Void> run(long com)
            public void run(@org.jspecify.annotations.Nullable String s) {} | run(java.lang.@org.jspecify.annotations.Nullable String s)
            public void run(String @org.jspecify.annotations.Nullable [] s) {} | run(java.lang.String @org.jspecify.annotations.Nullable [] s)
            public java.util.@org.jspecify.annotations.Nullable UUID run() { return null; } | JobRequest<java.util.UUID> run()
            """)
    void factory_has_the_types_and_names_of_its_method(String method, String expected) throws Exception {
        Compilation compilation = compile(host(method)).succeeds().hasNoWarnings();

        assertThat(compilation.generated("com.acme.HostJobs")).contains(expected + " {");
    }

    @Test
    void single_array_and_null_are_one_argument() throws Exception {
        Compilation compilation =
                compile(host("public void run(String... names) {}")).succeeds();
        String[] names = {"a", "b"};

        assertThat(compilation
                        .request("com.acme.HostJobs", "run", (Object) names)
                        .arguments())
                .isEqualTo(List.of((Object) names));
        assertThat(compilation
                        .request("com.acme.HostJobs", "run", new Object[] {null})
                        .arguments())
                .hasSize(1)
                .containsOnlyNulls();
    }

    @Test
    void overloads_are_kept_apart_by_their_signatures() throws Exception {
        Compilation compilation = compile("""
                package com.acme;
                import io.runasjob.annotation.RunAsJob;
                import io.runasjob.job.JobContext;
                public class Host {
                    @RunAsJob(type = "a") public void run(int value) {}
                    @RunAsJob(type = "b") public void run(String value) {}
                    @RunAsJob(type = "c") public void run(String value, JobContext job) {}
                    @RunAsJob(type = "d") public void run(java.util.List<String> value, JobContext job) {}
                    @RunAsJob(type = "e") public void run(int value, String more) {}
                }
                """).succeeds().hasNoWarnings();

        assertThat(compilation.generated("com.acme.HostJobs").lines().filter(line -> line.contains("static")))
                .map(line -> line.substring(line.indexOf("> ") + 2))
                .containsExactlyInAnyOrder(
                        "run(int value) {",
                        "run(java.lang.String value) {",
                        "runWithContext(java.lang.String value) {",
                        "run(java.util.List<java.lang.String> value) {",
                        "run(int value, java.lang.String more) {");
        assertThat(compilation
                        .request("com.acme.HostJobs", "runWithContext", "x")
                        .target())
                .isEqualTo(new JobRequest.Target.Named("c"));
    }

    @Test
    void connection_is_left_to_the_store() throws Exception {
        Compilation compilation = compile("""
                package com.acme;
                import io.runasjob.annotation.RunAsJob;
                import io.runasjob.job.JobContext;
                import java.sql.Connection;
                public class Host {
                    @RunAsJob(type = "a") public void pay(int value, Connection connection) {}
                    @RunAsJob(type = "b") public void pay(int value, Connection connection, JobContext job) {}
                    @RunAsJob(type = "c") public void pay(int value) {}
                    @RunAsJob(type = "d") public void five(int a, int b, int c, int d, int e, Connection f) {}
                }
                """).succeeds().hasNoWarnings();

        assertThat(compilation.generated("com.acme.HostJobs").lines().filter(line -> line.contains("static")))
                .map(line -> line.substring(line.indexOf("> ") + 2))
                .containsExactlyInAnyOrder(
                        "pay(int value) {",
                        "payInTransaction(int value) {",
                        "payInTransactionWithContext(int value) {",
                        "five(int a, int b, int c, int d, int e) {");
        assertThat(compilation
                        .request("com.acme.HostJobs", "payInTransaction", 7)
                        .arguments())
                .isEqualTo(List.of(7));
    }

    @Test
    void nested_and_package_private_hosts_get_classes_of_their_own() throws Exception {
        Compilation compilation = compile("""
                package com.acme;
                import io.runasjob.annotation.RunAsJob;
                class Outer {
                    @RunAsJob(type = "outer") public void run() {}
                    public static class Middle {
                        public class Inner { @RunAsJob(type = "inner") public void run() {} }
                    }
                }
                """).succeeds().hasNoWarnings();

        assertThat(compilation.generated("com.acme.OuterJobs")).contains("\nfinal class OuterJobs {");
        assertThat(compilation.generated("com.acme.OuterMiddleInnerJobs"))
                .contains("\nfinal class OuterMiddleInnerJobs {");
        assertThat(compilation.index())
                .containsExactly("inner=com.acme.Outer$Middle$Inner#run", "outer=com.acme.Outer#run");
    }

    @Test
    void default_methods_records_generic_hosts_and_the_unnamed_package_are_served() throws Exception {
        Compilation compilation = compile(
                        "public interface Sweep { @io.runasjob.annotation.RunAsJob(type = \"sweep\") default void sweep() {} }",
                        "public record Mail(String host) { @io.runasjob.annotation.RunAsJob(type = \"mail\") public void send() {} }",
                        "public class Box<T> { T it; @io.runasjob.annotation.RunAsJob(type = \"box\") public void open() {} }")
                .succeeds()
                .hasNoWarnings();

        assertThat(compilation.index()).containsExactly("box=Box#open", "mail=Mail#send", "sweep=Sweep#sweep");
        assertThat(compilation.request("SweepJobs", "sweep").arguments()).isEmpty();
    }

    @Test
    void job_of_a_superclass_is_served_by_the_factory_class_of_the_superclass() throws Exception {
        Compilation compilation = compile(
                        host("public void run() {}"),
                        "package com.acme; public class Below extends Host { @Override public void run() {} }")
                .succeeds()
                .hasNoWarnings();

        assertThat(compilation.index()).containsExactly("host=com.acme.Host#run");
    }

    @Test
    void factories_compile_without_warnings_in_a_module_that_exports_them() throws Exception {
        Compilation compilation = new Compilation(folder)
                .options("-p", Compilation.modulePath(), "-Xlint:all,-processing,-requires-automatic", "-Werror")
                .run(
                        "module com.acme { requires io.runasjob.core; exports com.acme; }",
                        host("void run(Hidden value) {}"));

        compilation.succeeds().hasNoWarnings();
        assertThat(compilation.generated("com.acme.HostJobs")).doesNotContain("@javax.annotation.processing.Generated");
    }

    private static String host(String method) {
        return """
                package com.acme;
                public class Host {
                    public Host() {}
                    static class Hidden {}
                    @io.runasjob.annotation.RunAsJob(type = "host") %s
                }
                """.formatted(method);
    }
}
