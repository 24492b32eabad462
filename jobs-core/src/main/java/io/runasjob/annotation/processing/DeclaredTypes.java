package io.runasjob.annotation.processing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;

/** Every job type of the compilation, and of earlier ones into the same folder: no name may stand for two handlers. */
final class DeclaredTypes {
    private final Elements elements;
    private final IndexFile index;
    private final Complaints complaints;
    private final Map<String, List<JobElement>> declared = new HashMap<>();
    private final Map<String, List<JobElement>> earlier = new HashMap<>();

    DeclaredTypes(Elements elements, IndexFile index, Complaints complaints) {
        this.elements = elements;
        this.index = index;
        this.complaints = complaints;
        index.earlier().forEach(job -> list(earlier, job).add(job));
    }

    /** Takes note of a job; complains when its type is taken by another method that it does not override. */
    void add(JobElement job) {
        List<JobElement> same = list(declared, job);
        Optional<JobElement> other =
                same.stream().filter(o -> !isOverride(o, job)).findFirst();
        other.ifPresent(o -> complain(job, o, "Rename one of them"));
        if (other.isEmpty()) {
            list(earlier, job).stream()
                    .filter(o -> !isSameClass(o, job) && !isOverride(o, job))
                    .findFirst()
                    .ifPresent(o -> complain(
                            job,
                            o,
                            "That class was compiled before: rename one of them, or, if it is gone, delete the compiled"
                                    + " classes and build again"));
        }
        same.add(job);
    }

    /** The lines of the index. */
    SortedSet<String> lines() {
        SortedSet<String> lines = new TreeSet<>();
        declared.values().forEach(jobs -> jobs.forEach(job -> lines.add(index.line(job))));
        earlier.values().forEach(jobs -> jobs.forEach(job -> lines.add(index.line(job))));
        return lines;
    }

    /** The classes of this compilation from which the lines come. */
    Element[] origins() {
        return declared.values().stream()
                .flatMap(List::stream)
                .map(JobElement::host)
                .distinct()
                .toArray(Element[]::new);
    }

    boolean isEmpty() {
        return declared.isEmpty();
    }

    private void complain(JobElement job, JobElement other, String remedy) {
        complaints.at(
                job,
                "type",
                "Job type '" + job.type().orElseThrow() + "' of " + job.words() + " is also declared by "
                        + other.words() + ": expected one handler for each type. " + remedy + ".");
    }

    private boolean isOverride(JobElement one, JobElement other) {
        return overrides(one, other) || overrides(other, one);
    }

    private boolean overrides(JobElement below, JobElement above) {
        ExecutableElement method = below.method();
        return elements.overrides(method, above.method(), below.host());
    }

    private boolean isSameClass(JobElement one, JobElement other) {
        return elements.getBinaryName(one.host()).contentEquals(elements.getBinaryName(other.host()));
    }

    private static List<JobElement> list(Map<String, List<JobElement>> jobs, JobElement job) {
        return jobs.computeIfAbsent(job.type().orElseThrow(), type -> new ArrayList<>());
    }
}
