package io.runasjob.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.annotation.processing.Compilation;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host application in a named module, beside this library as the module that it is when it is released. */
class ClosedModuleTest {
    private static final String REPORTS = """
            package com.acme.reports;
            public class Reports {
                @io.runasjob.annotation.RunAsJob(type = "report") %s String render() { return "done"; }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void class_whose_package_is_closed_is_refused_with_the_missing_line() {
        assertThatThrownBy(() -> run("", REPORTS.formatted("public")))
                .hasMessageContaining("com.acme.reports.Reports.render()")
                .hasMessageContaining("module com.acme does not open its package")
                .hasMessageContaining("'opens com.acme.reports to io.runasjob.core;'")
                .extracting(e -> e.getClass().getName())
                .isEqualTo("io.runasjob.job.InvalidValueException");
    }

    @Test
    void that_line_is_all_that_was_missing() throws Throwable {
        assertThat(run("opens com.acme.reports to io.runasjob.core;", REPORTS.formatted("public")))
                .isEqualTo("done");
        assertThat(run("opens com.acme.reports to io.runasjob.core;", REPORTS.formatted("")))
                .isEqualTo("done");
    }

    @Test
    void public_method_of_an_exported_class_needs_no_open_package() throws Throwable {
        assertThat(run("exports com.acme.reports;", REPORTS.formatted("public")))
                .isEqualTo("done");
    }

    @Test
    void method_that_is_not_public_needs_an_open_package_even_when_it_is_exported() {
        assertThatThrownBy(() -> run("exports com.acme.reports;", REPORTS.formatted("")))
                .hasMessageContaining("'opens com.acme.reports to io.runasjob.core;'");
    }

    @Test
    void class_that_is_not_public_needs_an_open_package_even_when_it_is_exported() {
        String hidden = REPORTS.formatted("public").replace("public class", "class");

        assertThatThrownBy(() -> run("exports com.acme.reports;", hidden))
                .hasMessageContaining("'opens com.acme.reports to io.runasjob.core;'");
    }

    /** Compiles a module, loads it with ours into a layer of their own, reads the jobs there and runs the first. */
    private Object run(String directive, String reports) throws Throwable {
        new Compilation(folder)
                .options("-p", Compilation.modulePath())
                .run("module com.acme { requires io.runasjob.core; " + directive + " }", reports, """
                        package com.acme.reports;
                        public class Start {
                            public static Object start() throws Exception {
                                return io.runasjob.annotation.AnnotatedJobs.typesOf(new Reports())
                                        .get(0).code().call(new Object[0], null);
                            }
                        }
                        """)
                .succeeds();
        ModuleLayer.Controller layer = layer();
        Module acme = layer.layer().findModule("com.acme").orElseThrow();
        layer.addExports(acme, "com.acme.reports", ClosedModuleTest.class.getModule());
        try {
            return Class.forName(acme, "com.acme.reports.Start")
                    .getMethod("start")
                    .invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private ModuleLayer.Controller layer() {
        ModuleLayer boot = ModuleLayer.boot();
        Path[] paths = Stream.concat(
                        Stream.of(folder),
                        Arrays.stream(Compilation.modulePath().split(File.pathSeparator))
                                .map(Path::of))
                .toArray(Path[]::new);
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(paths), ModuleFinder.of(), Set.of("com.acme"));
        return ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), ClassLoader.getPlatformClassLoader());
    }
}
