package io.runasjob.annotation;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobType;
import io.runasjob.job.MethodKey;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One handler method as the registered object has it.
 *
 * @param method the declaration that bears the annotation
 * @param annotation what it says
 * @param parameters all parameters, connection and context included, with the type variables of superclasses replaced
 * @param result likewise; {@code void.class} for none
 * @param keys how a method reference may name it
 */
record AnnotatedMethod(Method method, RunAsJob annotation, List<Type> parameters, Type result, Set<MethodKey> keys) {
    private static final int MOST_PARAMETERS = 5;

    /** What a store may supply, by name: the core needs no database on its module path. */
    private static final String CONNECTION = "java.sql.Connection";

    /** Class, name and parameters, for messages. */
    static String words(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(
                        ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
    }

    /** Refuses a method that no object can be asked to run. */
    static void requireInstanceMethod(Method method) {
        if (Modifier.isStatic(method.getModifiers())) {
            throw refused(method, "is static", "an instance method: remove 'static'");
        }
        if (Modifier.isPrivate(method.getModifiers())) {
            throw refused(method, "is private", "a method that is public, protected or package-private");
        }
    }

    /** The same method, checked. */
    AnnotatedMethod checked() {
        if (Modifier.isAbstract(method.getModifiers())) {
            throw refused(
                    method, "is abstract", "a method with a body: move @RunAsJob to the method that implements it");
        }
        if (parameters.subList(0, argumentCount()).contains(JobContext.class)) {
            throw refused(method, "takes a JobContext in another place", "the JobContext as the last parameter");
        }
        if (parameters.subList(0, argumentCount()).stream().anyMatch(AnnotatedMethod::isConnection)) {
            throw refused(
                    method,
                    "takes a Connection in another place",
                    "one Connection, as the last parameter or just before the JobContext");
        }
        if (argumentCount() > MOST_PARAMETERS) {
            throw refused(
                    method,
                    "has " + argumentCount() + " parameters",
                    "at most " + MOST_PARAMETERS + " besides Connection and JobContext: put them into a record");
        }
        parameters.forEach(this::requireKnown);
        requireKnown(result);
        return this;
    }

    /** Whether the last parameter is the context. */
    boolean takesContext() {
        return !parameters.isEmpty() && parameters.get(parameters.size() - 1) == JobContext.class;
    }

    /** The class of the object that the method takes from the store; empty for none. */
    Optional<Class<?>> resource() {
        int place = parameters.size() - (takesContext() ? 2 : 1);
        return place >= 0 && isConnection(parameters.get(place))
                ? Optional.of((Class<?>) parameters.get(place))
                : Optional.empty();
    }

    private static boolean isConnection(Type type) {
        return type.getTypeName().equals(CONNECTION);
    }

    /** What a job of this method takes and gives. */
    JobType.Signature signature() {
        return new JobType.Signature(parameters.subList(0, argumentCount()), result);
    }

    String words() {
        return words(method);
    }

    private int argumentCount() {
        return parameters.size() - (takesContext() ? 1 : 0) - (resource().isPresent() ? 1 : 0);
    }

    private void requireKnown(Type type) {
        if (TypeArguments.mentionsVariable(type)) {
            throw refused(
                    method,
                    "uses the type variable in " + type.getTypeName(),
                    "types that are known when the object is registered: name the class, or register an object of a"
                            + " subclass that says what the variable is");
        }
    }

    private static InvalidValueException refused(Method method, String fault, String expected) {
        return new InvalidValueException(Field.HANDLER, words(method) + " " + fault, expected, null);
    }
}
