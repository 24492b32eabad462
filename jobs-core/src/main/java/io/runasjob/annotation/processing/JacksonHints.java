package io.runasjob.annotation.processing;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;

/**
 * What a class tells Jackson about making objects of it. Annotations are compared by name: Jackson need not be visible to
 * the processor.
 */
final class JacksonHints {
    static final String JACKSON = "com.fasterxml.jackson.";

    private static final Set<String> SAY_HOW = Set.of(
            "com.fasterxml.jackson.annotation.JsonTypeInfo",
            "com.fasterxml.jackson.databind.annotation.JsonDeserialize");
    private static final String BUNDLE = "com.fasterxml.jackson.annotation.JacksonAnnotationsInside";
    private static final String CREATOR = "com.fasterxml.jackson.annotation.JsonCreator";
    private static final Set<String> FACTORIES = Set.of("valueOf", "fromString");

    private final Types types;

    JacksonHints(Types types) {
        this.types = types;
    }

    /** Whether the type, or one above it, says which class is made and how. */
    boolean sayHow(TypeElement type) {
        return annotations(type).anyMatch(JacksonHints::saysHow)
                || creators(type).anyMatch(creator -> has(creator, CREATOR))
                || types.directSupertypes(type.asType()).stream().anyMatch(this::saysHow);
    }

    /** Whether a concrete class has some constructor or factory that Jackson finds, or Lombok may still write one. */
    boolean hasCreator(TypeElement type) {
        return annotations(type).anyMatch(name -> name.startsWith("lombok."))
                || creators(type).anyMatch(JacksonHints::isUsable);
    }

    /** Whether keys of a map can be of this type. */
    boolean isKey(TypeElement type) {
        boolean platform = type.getQualifiedName().toString().startsWith("java.");
        if (platform) {
            return type.getTypeParameters().isEmpty();
        }
        return type.getKind() == ElementKind.ENUM
                || sayHow(type)
                || hasAnyFromJackson(type)
                || creators(type).anyMatch(creator -> creator.getParameters().size() == 1);
    }

    private boolean saysHow(TypeMirror type) {
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && !element.getQualifiedName().contentEquals("java.lang.Object")
                && sayHow(element);
    }

    private static boolean saysHow(String annotation) {
        return SAY_HOW.contains(annotation);
    }

    private static boolean isUsable(ExecutableElement creator) {
        List<? extends Element> parameters = creator.getParameters();
        boolean constructor = creator.getKind() == ElementKind.CONSTRUCTOR;
        boolean noParameters = constructor && parameters.isEmpty();
        boolean oneValue = parameters.size() == 1 && !creator.getModifiers().contains(Modifier.PRIVATE);
        boolean factory =
                constructor || FACTORIES.contains(creator.getSimpleName().toString());
        return noParameters
                || (oneValue && factory)
                || has(creator, CREATOR)
                || has(creator, "java.beans.ConstructorProperties")
                || parameters.stream().anyMatch(JacksonHints::hasAnyFromJackson);
    }

    private static Stream<ExecutableElement> creators(TypeElement type) {
        List<? extends Element> members = type.getEnclosedElements();
        return Stream.concat(
                ElementFilter.constructorsIn(members).stream(),
                ElementFilter.methodsIn(members).stream()
                        .filter(method -> method.getModifiers().contains(Modifier.STATIC)));
    }

    private static boolean hasAnyFromJackson(Element element) {
        return annotations(element).anyMatch(name -> name.startsWith(JACKSON));
    }

    private static boolean has(Element element, String annotation) {
        return annotations(element).anyMatch(annotation::equals);
    }

    /** The names of the annotations, and of those that bundles of them stand for. */
    private static Stream<String> annotations(Element element) {
        return element.getAnnotationMirrors().stream().flatMap(JacksonHints::names);
    }

    private static Stream<String> names(AnnotationMirror mirror) {
        TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
        boolean bundle = type.getAnnotationMirrors().stream()
                .anyMatch(inner -> JobElement.isNamed(inner.getAnnotationType(), BUNDLE));
        Stream<String> own = Stream.of(type.getQualifiedName().toString());
        Stream<String> inside = type.getAnnotationMirrors().stream()
                .map(inner -> inner.getAnnotationType().toString());
        return bundle ? Stream.concat(own, inside) : own;
    }
}
