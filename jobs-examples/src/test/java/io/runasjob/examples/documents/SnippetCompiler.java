package io.runasjob.examples.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the snippets of a page together, with the annotation processor, as somebody who copied them would. */
final class SnippetCompiler {
    private static final String PROCESSOR = "io.runasjob.annotation.processing.RunAsJobProcessor";

    private final Path folder;

    /** @param folder empty, for sources and classes */
    SnippetCompiler(Path folder) {
        this.folder = folder;
    }

    /** What the compiler says about the page; empty when it is content. */
    Optional<String> complaints(Page page) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Snippet snippet : page.snippets()) {
            Path source = folder.resolve(snippet.className() + ".java");
            Files.writeString(source, snippet.source(page.packageName()));
            sources.add(source);
        }
        StringWriter messages = new StringWriter();
        return sources.isEmpty() || compile(sources, messages) ? Optional.empty() : Optional.of(messages.toString());
    }

    private boolean compile(List<Path> sources, StringWriter messages) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-processor",
                PROCESSOR,
                "-Xlint:all,-processing,-options,-classfile,-path",
                "-Werror");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> objects = files.getJavaFileObjectsFromPaths(sources);
            return compiler.getTask(messages, files, null, options, null, objects)
                    .call();
        }
    }

    /** Runs the {@code main} of a class that was compiled here; returns what it printed. */
    String run(String className) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()});
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            Class<?> type = Class.forName(className, true, loader);
            type.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
