package io.runasjob.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTypeIndexTest {

    @TempDir
    Path folder;

    @Test
    void hint_names_the_method_and_what_to_write() throws Exception {
        assertThat(hint("report.render", "report.render=com.acme.Reports#render\n"))
                .contains(
                        "It is declared by com.acme.Reports#render: add .register(new Reports()) to the service's builder.");
    }

    @Test
    void nested_class_is_written_as_in_source() throws Exception {
        assertThat(hint("a", "a=com.acme.Outer$Inner#run\n").orElseThrow()).contains("new Outer.Inner()");
        assertThat(hint("a", "a=Top#run\n").orElseThrow()).contains("new Top()");
    }

    @Test
    void type_that_overrides_another_names_both() throws Exception {
        assertThat(hint("a", "a=Base#run\na=Below#run\n").orElseThrow())
                .startsWith("It is declared by Base#run and Below#run: add .register(new Base())");
    }

    @Test
    void every_index_of_the_class_path_is_read_and_each_once() throws Exception {
        Path jar = folder.resolve("other.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(JobTypeIndex.RESOURCE));
            out.write("b=Other#run\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(hint("b", "a=One#run\n", jar.toUri().toURL()).orElseThrow())
                .startsWith("It is declared by Other#run:");
    }

    @Test
    void unknown_type_and_broken_lines_give_no_hint() throws Exception {
        assertThat(hint("b", "a=One#run\nb=\nb\nb=One\nb=#run\nbb=Two#run\n")).isEmpty();
        assertThat(JobTypeIndex.hint("no.such.type")).isEmpty();
    }

    private Optional<String> hint(String type, String index, URL... more) throws IOException {
        Path file = folder.resolve(JobTypeIndex.RESOURCE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, index);
        URL[] urls = new URL[more.length + 1];
        urls[0] = folder.toUri().toURL();
        System.arraycopy(more, 0, urls, 1, more.length);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return JobTypeIndex.hint(type);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
