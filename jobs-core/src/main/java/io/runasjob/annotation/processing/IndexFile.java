package io.runasjob.annotation.processing;

import io.runasjob.annotation.JobTypeIndex;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;

/** The index of job types among the compiled classes: one line {@code type=binary.ClassName#method} for each. */
final class IndexFile {
    private final Filer filer;
    private final Elements elements;

    IndexFile(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    /** The line of a job. */
    String line(JobElement job) {
        return job.type().orElseThrow() + "=" + elements.getBinaryName(job.host()) + "#"
                + job.method().getSimpleName();
    }

    /** What an earlier compilation left there, as far as its classes still declare it. */
    List<JobElement> earlier() {
        List<JobElement> jobs = new ArrayList<>();
        for (String line : lines()) {
            stillDeclared(line).ifPresent(jobs::add);
        }
        return jobs;
    }

    /** Writes the file in place of an earlier one. */
    void write(SortedSet<String> lines, Element[] origins) throws IOException {
        try (Writer writer = filer.createResource(StandardLocation.CLASS_OUTPUT, "", JobTypeIndex.RESOURCE, origins)
                .openWriter()) {
            writer.write(String.join("\n", lines) + "\n");
        }
    }

    private List<String> lines() {
        try (Reader reader = filer.getResource(StandardLocation.CLASS_OUTPUT, "", JobTypeIndex.RESOURCE)
                        .openReader(true);
                BufferedReader lines = new BufferedReader(reader)) {
            return lines.lines().toList();
        } catch (IOException | RuntimeException e) {
            return List.of(); // none yet, or one that this compiler cannot read: it is made anew
        }
    }

    private Optional<JobElement> stillDeclared(String line) {
        int equals = line.indexOf('=');
        int hash = line.indexOf('#', equals + 1);
        if (equals < 1 || hash < 0) {
            return Optional.empty();
        }
        TypeElement host =
                elements.getTypeElement(line.substring(equals + 1, hash).replace('$', '.'));
        Stream<ExecutableElement> methods =
                host == null ? Stream.empty() : ElementFilter.methodsIn(host.getEnclosedElements()).stream();
        return methods.filter(method -> method.getSimpleName().contentEquals(line.substring(hash + 1)))
                .flatMap(method -> JobElement.of(method, elements).stream())
                .filter(job ->
                        job.type().filter(line.substring(0, equals)::equals).isPresent())
                .findFirst();
    }
}
