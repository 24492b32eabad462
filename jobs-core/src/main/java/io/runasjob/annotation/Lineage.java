package io.runasjob.annotation;

import io.runasjob.job.MethodKey;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A class with its superclasses and interfaces, and which of their methods override which. A class comes before its
 * parents, every class before every interface, as in the rules of the Java language for what is called.
 */
final class Lineage {
    private final List<Class<?>> types;
    private final TypeArguments arguments;

    Lineage(Class<?> subject) {
        this.types = typesOf(subject);
        this.arguments = new TypeArguments(subject);
    }

    /** Methods that override each other: their name and what is left of their parameters in the subject. */
    private record Slot(String name, List<Class<?>> parameters) {}

    /** Each annotated method once, by its most derived annotated declaration. */
    List<AnnotatedMethod> annotatedMethods() {
        return slots().stream().flatMap(slot -> annotated(slot).stream()).toList();
    }

    private Collection<List<Method>> slots() {
        Map<Slot, List<Method>> slots = new LinkedHashMap<>();
        for (Class<?> type : types) {
            for (Method method : instanceMethods(type)) {
                slots.computeIfAbsent(slot(method), s -> new ArrayList<>()).add(method);
            }
        }
        return slots.values();
    }

    private static List<Method> instanceMethods(Class<?> type) {
        List<Method> methods = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (method.isSynthetic()) {
                continue; // bridges among them: the method behind has the generic types
            }
            if (method.isAnnotationPresent(RunAsJob.class)) {
                AnnotatedMethod.requireInstanceMethod(method);
            }
            if ((method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0) {
                methods.add(method);
            }
        }
        return methods;
    }

    private Slot slot(Method method) {
        List<Class<?>> parameters = new ArrayList<>();
        for (Type type : method.getGenericParameterTypes()) {
            parameters.add(arguments.erase(type));
        }
        return new Slot(method.getName(), parameters);
    }

    private Optional<AnnotatedMethod> annotated(List<Method> slot) {
        for (int i = 0; i < slot.size(); i++) {
            RunAsJob annotation = slot.get(i).getAnnotation(RunAsJob.class);
            if (annotation != null) {
                return Optional.of(read(annotation, slot.get(i), slot.subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }

    private AnnotatedMethod read(RunAsJob annotation, Method method, List<Method> downwards) {
        List<Method> same =
                downwards.stream().filter(other -> overrides(other, method)).toList();
        List<Type> parameters = Arrays.stream(method.getGenericParameterTypes())
                .map(arguments::resolve)
                .toList();
        return new AnnotatedMethod(method, annotation, parameters, result(method, same), keys(same));
    }

    /** Interfaces that the annotated method does not stand in, and package-private namesakes elsewhere, are others. */
    private static boolean overrides(Method other, Method method) {
        Class<?> above = method.getDeclaringClass();
        Class<?> below = other.getDeclaringClass();
        boolean everywhere = (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        return above.isAssignableFrom(below) && (everywhere || Objects.equals(above.getPackage(), below.getPackage()));
    }

    /** A narrower result further down counts; otherwise that of the annotated method, which proxies do not spoil. */
    private Type result(Method method, List<Method> same) {
        return same.stream()
                .filter(other -> other.getReturnType() != method.getReturnType())
                .map(Method::getGenericReturnType)
                .findFirst()
                .map(arguments::resolve)
                .orElseGet(() -> arguments.resolve(method.getGenericReturnType()));
    }

    private Set<MethodKey> keys(List<Method> same) {
        Set<MethodKey> keys = new HashSet<>();
        for (Method declared : same) {
            types.stream()
                    .filter(type -> declared.getDeclaringClass().isAssignableFrom(type))
                    .forEach(type -> keys.add(MethodKey.of(type, declared)));
        }
        return keys;
    }

    private static List<Class<?>> typesOf(Class<?> subject) {
        List<Class<?>> classes = Stream.<Class<?>>iterate(subject, Objects::nonNull, Class::getSuperclass)
                .toList();
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        classes.forEach(type -> addInterfaces(type, interfaces));
        List<Class<?>> sorted = new ArrayList<>(interfaces);
        sorted.sort(Comparator.<Class<?>>comparingInt(Lineage::depth).reversed());
        return Stream.concat(classes.stream(), sorted.stream()).toList();
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> parent : type.getInterfaces()) {
            found.add(parent);
            addInterfaces(parent, found);
        }
    }

    /** More for an interface than for any that it extends. */
    private static int depth(Class<?> type) {
        return 1
                + Arrays.stream(type.getInterfaces())
                        .mapToInt(Lineage::depth)
                        .max()
                        .orElse(0);
    }
}
