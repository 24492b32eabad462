package io.runasjob.annotation.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.annotation.JobTypeIndex;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundsTest {
    private static final String ONE =
            "package com.acme; public class One { @io.runasjob.annotation.RunAsJob(type = \"one\") public void run() {} }";
    private static final String TWO = ONE.replace("One", "Two").replace("\"one\"", "\"two\"");

    @TempDir
    Path folder;

    @Test
    void index_is_sorted_and_holds_every_type_of_the_compilation() throws Exception {
        assertThat(new Compilation(folder).run(TWO, ONE).succeeds().index())
                .containsExactly("one=com.acme.One#run", "two=com.acme.Two#run");
    }

    @Test
    void index_of_an_incremental_compilation_keeps_the_classes_that_were_not_compiled() throws Exception {
        new Compilation(folder).run(ONE, TWO).succeeds();

        Compilation again =
                new Compilation(folder).run(ONE.replace("\"one\"", "\"uno\"")).succeeds();

        assertThat(again.index()).containsExactly("two=com.acme.Two#run", "uno=com.acme.One#run");
    }

    @Test
    void index_forgets_classes_that_are_gone_or_declare_something_else() throws Exception {
        new Compilation(folder).run(ONE, TWO).succeeds();
        Files.delete(folder.resolve("com/acme/Two.class"));

        assertThat(new Compilation(folder).run(ONE).succeeds().index()).containsExactly("one=com.acme.One#run");
    }

    @Test
    void class_files_are_processed_like_sources() throws Exception {
        new Compilation(folder).processors().options("-proc:none").run(ONE).succeeds();

        Compilation again =
                new Compilation(folder).classes("com.acme.One").run(TWO).succeeds();

        assertThat(again.index()).containsExactly("one=com.acme.One#run", "two=com.acme.Two#run");
        assertThat(again.generated("com.acme.OneJobs")).contains("run()");
    }

    @Test
    void unreadable_index_is_written_anew() throws Exception {
        Path index = folder.resolve(JobTypeIndex.RESOURCE);
        Files.createDirectories(index.getParent());
        Files.write(index, new byte[] {'x', '\n', '=', '#', '\n', (byte) 0xff, '=', 'y', '\n', 'a', '=', '#', '\n'});

        assertThat(new Compilation(folder).run(ONE).succeeds().index()).containsExactly("one=com.acme.One#run");
    }

    @Test
    void type_that_another_processor_writes_is_waited_for() throws Exception {
        String source = """
                package com.acme;
                public class Host {
                    @io.runasjob.annotation.RunAsJob(type = "host")
                    public void run(java.util.List<Written> value) {}
                }
                """;

        Compilation compilation = new Compilation(folder)
                .processors(new RunAsJobProcessor(), new WritingProcessor())
                .run(source)
                .succeeds();

        assertThat(compilation.generated("com.acme.HostJobs")).contains("run(java.util.List<com.acme.Written> value)");
        assertThat(compilation.index()).containsExactly("host=com.acme.Host#run", "written=com.acme.Written#go");
        assertThat(compilation.generated("com.acme.WrittenJobs")).contains("go()");
    }

    @Test
    void compiling_what_was_generated_before_is_no_fault() throws Exception {
        Compilation first = new Compilation(folder).run(ONE).succeeds();

        new Compilation(folder).run(ONE, first.generated("com.acme.OneJobs")).succeeds();
    }

    @Test
    void compiler_finds_the_processor_by_its_service_file() throws Exception {
        Compilation compilation = new Compilation(folder)
                .processors()
                .options("-processorpath", System.getProperty("java.class.path"), "-Xlint:all,-processing", "-Werror")
                .run(ONE)
                .succeeds();

        assertThat(compilation.index()).containsExactly("one=com.acme.One#run");
    }

    @SupportedAnnotationTypes("*")
    private static final class WritingProcessor extends AbstractProcessor {
        private boolean done;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!done) {
                done = true;
                write();
            }
            return false;
        }

        private void write() {
            try (Writer writer = processingEnv
                    .getFiler()
                    .createSourceFile("com.acme.Written")
                    .openWriter()) {
                writer.write("package com.acme; public class Written {"
                        + " @io.runasjob.annotation.RunAsJob(type = \"written\") public void go() {} }");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
