package io.runasjob.annotation.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.annotation.JobTypeIndex;
import io.runasjob.job.JobRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles source text into a folder, as a user's build would. A line with {@code //!} is where an error is expected. */
public final class Compilation {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|@?interface|record|enum) (\\w+)");

    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private final List<Processor> processors = new ArrayList<>(List.of(new RunAsJobProcessor()));
    private final List<Diagnostic<? extends JavaFileObject>> diagnostics = new ArrayList<>();
    private final List<String> classes = new ArrayList<>();
    private boolean success;

    public Compilation(Path folder) {
        this.folder = folder;
        options("-d", folder.toString(), "-s", folder.toString());
        options("-cp", folder + System.getProperty("path.separator") + System.getProperty("java.class.path"));
    }

    public Compilation options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    public Compilation processors(Processor... others) {
        processors.clear();
        processors.addAll(List.of(others));
        return this;
    }

    /** Classes that are compiled already and are to be processed again, as Gradle asks of an aggregating processor. */
    public Compilation classes(String... names) {
        classes.addAll(List.of(names));
        return this;
    }

    public Compilation run(String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(collector, Locale.ROOT, null)) {
            List<JavaFileObject> units =
                    Arrays.stream(sources).map(Compilation::unit).toList();
            JavaCompiler.CompilationTask task = compiler.getTask(null, files, collector, options, classes, units);
            if (!processors.isEmpty()) {
                task.setProcessors(processors);
            }
            success = task.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        diagnostics.clear();
        diagnostics.addAll(collector.getDiagnostics());
        return this;
    }

    public Compilation succeeds() {
        assertThat(success).as("%s", diagnostics).isTrue();
        return this;
    }

    Compilation hasNoWarnings() {
        assertThat(diagnostics).isEmpty();
        return this;
    }

    /** All errors, each as its line and its message. */
    List<String> errors() {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    /** Asserts one error, on the marked line of the source. */
    String errorOnMarkedLine(String source) {
        assertThat(errors()).hasSize(1);
        long line = source.substring(0, source.indexOf("//!")).lines().count();
        assertThat(errors().get(0)).startsWith(line + ": ");
        return errors().get(0);
    }

    String generated(String name) throws IOException {
        return Files.readString(folder.resolve(name.replace('.', '/') + ".java"));
    }

    List<String> index() throws IOException {
        return Files.readAllLines(folder.resolve(JobTypeIndex.RESOURCE));
    }

    /** Calls a static factory of a compiled class, public or not. */
    JobRequest<?> request(String type, String factory, Object... arguments) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Method method = Arrays.stream(loader.loadClass(type).getDeclaredMethods())
                    .filter(m -> m.getName().equals(factory) && m.getParameterCount() == arguments.length)
                    .findFirst()
                    .orElseThrow();
            method.setAccessible(true);
            return (JobRequest<?>) method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** This library and what it requires, for compilers and virtual machines that are given a module path. */
    public static String modulePath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*[\\\\/]classes[\\\\/]?")
                        || entry.matches(".*(slf4j-api|jackson|jspecify|caffeine)[^\\\\/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static JavaFileObject unit(String source) {
        Matcher type = TYPE.matcher(source);
        String name = type.find() ? type.group(1) : "module-info";
        Matcher pack = PACKAGE.matcher(source);
        String path = (pack.find() ? pack.group(1).replace('.', '/') + "/" : "") + name + ".java";
        return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
