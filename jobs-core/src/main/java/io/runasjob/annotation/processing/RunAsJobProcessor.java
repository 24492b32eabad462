package io.runasjob.annotation.processing;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * Checks methods with {@link io.runasjob.annotation.RunAsJob} while they are compiled, writes a factory class beside each
 * class that has some, and lists all job types in the index. The compiler finds it on the processor path, or on the class
 * path when that may be searched ({@code -proc:full} from JDK 23).
 *
 * <p>By default types that JSON cannot carry are errors; {@code -Arunasjob.json=off} leaves them to the service's codec. Used
 * by one thread, the compiler's.
 */
@SupportedAnnotationTypes(JobElement.ANNOTATION)
@SupportedOptions(RunAsJobProcessor.JSON_OPTION)
public final class RunAsJobProcessor extends AbstractProcessor {
    static final String JSON_OPTION = "runasjob.json";

    private final Set<String> waiting = new LinkedHashSet<>();
    private @Nullable Work work;

    /** For the compiler. */
    public RunAsJobProcessor() {}

    /** What lives as long as one compilation. */
    private record Work(
            Complaints complaints, ValueRules values, MethodRules methods, IndexFile index, DeclaredTypes declared) {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    /** Claims nothing: once everything is claimed, the compiler asks no further processor. */
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Work present = work();
        if (round.processingOver()) {
            writeIndex(present, round);
            return false;
        }
        for (TypeElement host : hosts(annotations, round)) {
            processSafely(host, present);
        }
        return false;
    }

    private void processSafely(TypeElement host, Work present) {
        try {
            process(host, present);
        } catch (RuntimeException e) {
            // the compiler's own way to say that a class file is missing or broken
            present.complaints()
                    .at(
                            host,
                            "The jobs of " + host + " cannot be checked: " + e
                                    + ". Is a dependency missing from the class path?");
        }
    }

    private Work work() {
        if (work == null) {
            Elements elements = processingEnv.getElementUtils();
            boolean strict = !"off".equals(processingEnv.getOptions().get(JSON_OPTION));
            Complaints complaints = new Complaints(processingEnv.getMessager());
            JsonRules json = new JsonRules(elements, processingEnv.getTypeUtils(), strict);
            IndexFile index = new IndexFile(processingEnv.getFiler(), elements);
            DeclaredTypes declared = new DeclaredTypes(elements, index, complaints);
            work = new Work(complaints, new ValueRules(complaints), new MethodRules(complaints, json), index, declared);
        }
        return work;
    }

    /** The hosts of this round and those that waited for it, in the order of their names. */
    private Iterable<TypeElement> hosts(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Map<String, TypeElement> hosts = new TreeMap<>();
        Stream<TypeElement> waited = List.copyOf(waiting).stream()
                .flatMap(name ->
                        Stream.ofNullable(processingEnv.getElementUtils().getTypeElement(name)));
        waiting.clear();
        Stream<TypeElement> fresh = annotations.stream()
                .flatMap(annotation -> round.getElementsAnnotatedWith(annotation).stream())
                .filter(ExecutableElement.class::isInstance)
                .map(method -> (TypeElement) method.getEnclosingElement());
        Stream.concat(waited, fresh)
                .forEach(host -> hosts.put(host.getQualifiedName().toString(), host));
        return hosts.values();
    }

    private void process(TypeElement host, Work present) {
        List<JobElement> jobs = ElementFilter.methodsIn(host.getEnclosedElements()).stream()
                .flatMap(method -> JobElement.of(method, processingEnv.getElementUtils()).stream())
                .toList();
        if (jobs.stream().anyMatch(RunAsJobProcessor::isBroken)) {
            waiting.add(host.getQualifiedName().toString()); // if nobody writes the type, the compiler complains
            return;
        }
        List<JobElement> sound = new ArrayList<>();
        for (JobElement job : jobs) {
            if (isSound(job, present)) {
                sound.add(job);
            }
        }
        if (!sound.isEmpty()) {
            writeFactories(host, sound, present);
        }
    }

    private static boolean isSound(JobElement job, Work present) {
        int before = present.complaints().count();
        present.values().check(job);
        present.methods().check(job);
        Optional<String> type = job.type();
        if (type.isPresent()) {
            present.declared().add(job);
        }
        return type.isPresent() && present.complaints().count() == before;
    }

    private static boolean isBroken(JobElement job) {
        return TypeText.isBroken(job.method().getReturnType())
                || job.method().getParameters().stream()
                        .map(VariableElement::asType)
                        .anyMatch(TypeText::isBroken);
    }

    private void writeFactories(TypeElement host, List<JobElement> jobs, Work present) {
        FactorySource source = new FactorySource(processingEnv.getElementUtils(), processingEnv.getTypeUtils(), host);
        try (Writer writer =
                processingEnv.getFiler().createSourceFile(source.name(), host).openWriter()) {
            writer.write(source.write(jobs));
        } catch (FilerException e) {
            complainUnlessOurs(host, source, present);
        } catch (IOException e) {
            present.complaints()
                    .at(
                            host,
                            "The factory class " + source.name() + " cannot be written: " + e
                                    + ". Check the folder of generated sources and build again.");
        }
    }

    /** Some tools compile what was generated earlier as if somebody had written it: the same class, and no fault. */
    private void complainUnlessOurs(TypeElement host, FactorySource source, Work present) {
        TypeElement existing = processingEnv.getElementUtils().getTypeElement(source.name());
        boolean ours = existing != null
                && existing.getAnnotationMirrors().stream()
                        .flatMap(mirror -> mirror.getElementValues().values().stream())
                        .anyMatch(value -> value.toString().contains(RunAsJobProcessor.class.getName()));
        if (!ours) {
            present.complaints()
                    .at(
                            host,
                            "The factory class " + source.name() + " for the jobs of " + host
                                    + " exists already: expected that name to be free. Rename one of the two classes.");
        }
    }

    private void writeIndex(Work present, RoundEnvironment round) {
        if (round.errorRaised() || present.declared().isEmpty()) {
            return;
        }
        Element[] origins = present.declared().origins();
        try {
            present.index().write(present.declared().lines(), origins);
        } catch (IOException | RuntimeException e) {
            present.complaints()
                    .note("The index of job types was not written: " + e + ". Everything works without it.");
        }
    }
}
