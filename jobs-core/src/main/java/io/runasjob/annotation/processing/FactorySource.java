package io.runasjob.annotation.processing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * The source of the factory class of one host: {@code ReportsJobs} for {@code Reports}, {@code OuterInnerJobs} for {@code
 * Outer.Inner}. A method that takes the context and would otherwise clash with one that does not is called {@code
 * renderWithContext}, one that takes a connection {@code renderInTransaction}. A factory is public unless a type in it is not.
 */
final class FactorySource {
    private static final String GENERATED = "javax.annotation.processing.Generated";

    private final Elements elements;
    private final Types types;
    private final TypeText text;
    private final TypeElement host;

    FactorySource(Elements elements, Types types, TypeElement host) {
        this.elements = elements;
        this.types = types;
        this.text = new TypeText(types);
        this.host = host;
    }

    /** The full name of the class. */
    String name() {
        String packageName = packageName();
        return packageName.isEmpty() ? simpleName() : packageName + "." + simpleName();
    }

    /** Its text. */
    String write(List<JobElement> jobs) {
        StringBuilder source = new StringBuilder();
        if (!packageName().isEmpty()) {
            source.append("package ").append(packageName()).append(";\n\n");
        }
        source.append("import io.runasjob.job.JobRequest;\n\n");
        source.append("/** Requests for the jobs of {@link ").append(host.getQualifiedName());
        source.append("}: submit them, or add options first. Generated, do not edit. */\n");
        if (elements.getTypeElement(elements.getModuleOf(host), GENERATED) != null) {
            source.append("@").append(GENERATED).append("(\"").append(RunAsJobProcessor.class.getName());
            source.append("\")\n");
        }
        source.append("@SuppressWarnings({\"deprecation\", \"exports\", \"rawtypes\", \"removal\"})\n");
        source.append(TypeText.isPublic(host) ? "public " : "")
                .append("final class ")
                .append(simpleName());
        source.append(" {\n    private ").append(simpleName()).append("() {}\n");
        Set<String> taken = new HashSet<>();
        // those without the context first: they keep their names
        jobs.stream().filter(job -> !takesContext(job)).forEach(job -> append(job, taken, source));
        jobs.stream().filter(FactorySource::takesContext).forEach(job -> append(job, taken, source));
        return source.append("}\n").toString();
    }

    private void append(JobElement job, Set<String> taken, StringBuilder source) {
        String result = text.result(job.method().getReturnType());
        String type = job.type().orElseThrow();
        String parameters = job.arguments().stream()
                .map(parameter -> text.parameter(parameter) + " " + parameter.getSimpleName())
                .collect(Collectors.joining(", ", "(", ")"));
        String arguments = job.arguments().stream()
                .map(parameter -> parameter.getSimpleName().toString())
                .collect(Collectors.joining(", ", "new java.lang.Object[] {", "}"));
        source.append("\n    /** A job of type {@code ").append(type).append("}, run by {@code ");
        source.append(host.getSimpleName())
                .append("#")
                .append(job.method().getSimpleName())
                .append("}. */\n");
        source.append("    ")
                .append(visible(job) ? "public " : "")
                .append("static JobRequest<")
                .append(result);
        source.append("> ").append(freeName(job, taken)).append(parameters).append(" {\n");
        source.append("        return JobRequest.<")
                .append(result)
                .append(">ofType(\"")
                .append(type);
        source.append("\", ").append(arguments).append(");\n    }\n");
    }

    private String freeName(JobElement job, Set<String> taken) {
        String erased = job.arguments().stream()
                .map(parameter -> types.erasure(parameter.asType()).toString())
                .collect(Collectors.joining(",", "(", ")"));
        String name = job.method().getSimpleName().toString();
        while (!taken.add(name + erased)) {
            boolean connection = job.takesConnection() && !name.endsWith("InTransaction");
            name += connection ? "InTransaction" : "WithContext";
        }
        return name;
    }

    private static boolean takesContext(JobElement job) {
        return job.arguments().size() < job.method().getParameters().size();
    }

    private static boolean visible(JobElement job) {
        return TypeText.isPublic(job.method().getReturnType())
                && job.arguments().stream().allMatch(parameter -> TypeText.isPublic(parameter.asType()));
    }

    private String packageName() {
        return elements.getPackageOf(host).getQualifiedName().toString();
    }

    private String simpleName() {
        StringBuilder name = new StringBuilder("Jobs");
        for (Element part = host; part instanceof TypeElement; part = part.getEnclosingElement()) {
            name.insert(0, part.getSimpleName());
        }
        return name.toString();
    }
}
