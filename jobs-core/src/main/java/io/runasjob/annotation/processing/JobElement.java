package io.runasjob.annotation.processing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * One annotated method as the compiler sees it.
 *
 * @param method the method
 * @param annotation its {@code @RunAsJob}
 * @param values the values of the annotation, defaults included; those that the compiler refuses are left out
 */
record JobElement(ExecutableElement method, AnnotationMirror annotation, Map<? extends ExecutableElement, ?> values) {
    static final String ANNOTATION = "io.runasjob.annotation.RunAsJob";

    private static final String CONTEXT = "io.runasjob.job.JobContext";
    private static final String CONNECTION = "java.sql.Connection";
    private static final String COMPILER_ERROR = "<error>";

    /** The method as a job; empty when it bears no annotation. */
    static Optional<JobElement> of(ExecutableElement method, Elements elements) {
        return method.getAnnotationMirrors().stream()
                .filter(mirror -> isNamed(mirror.getAnnotationType(), ANNOTATION))
                .findFirst()
                .map(mirror -> new JobElement(method, mirror, elements.getElementValuesWithDefaults(mirror)));
    }

    static boolean isNamed(TypeMirror type, String name) {
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals(name);
    }

    /** The class that declares the method. */
    TypeElement host() {
        return (TypeElement) Objects.requireNonNull(method.getEnclosingElement(), "a method stands in a class");
    }

    /** Class and method, for messages. */
    String words() {
        return host().getQualifiedName() + "#" + method.getSimpleName();
    }

    /** The name of the job type; empty when the compiler has not understood it. */
    Optional<String> type() {
        return text("type");
    }

    /** A value that is text; empty when the compiler has not understood it. */
    Optional<String> text(String name) {
        return value(name, String.class).filter(text -> !text.equals(COMPILER_ERROR));
    }

    /** A value that is a number; empty when the compiler has not understood it. */
    Optional<Integer> number(String name) {
        return value(name, Integer.class);
    }

    /** Where the source states a value, or null when it leaves the default. */
    @Nullable
    AnnotationValue statedOrNull(String name) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                annotation.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** The parameters that a request gives: all but the connection and the context at the end. */
    List<? extends VariableElement> arguments() {
        List<? extends VariableElement> rest = withoutContext();
        return endsWithConnection(rest) ? rest.subList(0, rest.size() - 1) : rest;
    }

    /** Whether the store gives the method a connection. */
    boolean takesConnection() {
        return endsWithConnection(withoutContext());
    }

    private List<? extends VariableElement> withoutContext() {
        List<? extends VariableElement> all = method.getParameters();
        boolean context = !all.isEmpty() && isContext(all.get(all.size() - 1));
        return context ? all.subList(0, all.size() - 1) : all;
    }

    private static boolean endsWithConnection(List<? extends VariableElement> parameters) {
        return !parameters.isEmpty() && isConnection(parameters.get(parameters.size() - 1));
    }

    static boolean isConnection(VariableElement parameter) {
        return isNamed(parameter.asType(), CONNECTION);
    }

    static boolean isContext(VariableElement parameter) {
        return isNamed(parameter.asType(), CONTEXT);
    }

    private <T> Optional<T> value(String name, Class<T> kind) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().getSimpleName().contentEquals(name))
                .map(entry -> ((AnnotationValue) entry.getValue()).getValue())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
