package io.runasjob.annotation.processing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Types whose objects live in one JVM and mean nothing in another: streams, threads, connections, code. */
final class LiveTypes {
    private static final String OPEN = " is open in one JVM only. Pass the data, or a path or an id to find it by.";
    private static final String BUSY = " belongs to one JVM. Take it from the object that has the method instead.";
    private static final String LATER = " is a result to come, and a job already is one. Use the value itself.";
    private static final String ONCE = " can be read only once. Use a List.";
    private static final String CODE = " is code, and code is not stored. Pass data that says what to do.";

    private static final Map<String, List<String>> SUPERTYPES = new LinkedHashMap<>();

    static {
        SUPERTYPES.put(
                OPEN,
                List.of(
                        "java.io.InputStream",
                        "java.io.OutputStream",
                        "java.io.Reader",
                        "java.io.Writer",
                        "java.io.RandomAccessFile",
                        "java.io.FileDescriptor",
                        "java.net.Socket",
                        "java.net.ServerSocket",
                        "java.net.DatagramSocket",
                        "java.net.URLConnection",
                        "java.nio.channels.Channel",
                        "java.sql.Connection",
                        "java.sql.ResultSet",
                        "java.sql.Statement",
                        "java.sql.Blob",
                        "java.sql.Clob",
                        "java.util.Scanner",
                        "javax.sql.DataSource"));
        SUPERTYPES.put(LATER, List.of("java.util.concurrent.Future", "java.util.concurrent.CompletionStage"));
        SUPERTYPES.put(
                BUSY,
                List.of(
                        "java.lang.ClassLoader",
                        "java.lang.Process",
                        "java.lang.ProcessBuilder",
                        "java.lang.Runtime",
                        "java.lang.Thread",
                        "java.lang.ThreadGroup",
                        "java.lang.ThreadLocal",
                        "java.lang.ref.Reference",
                        "java.util.Timer",
                        "java.util.concurrent.CountDownLatch",
                        "java.util.concurrent.CyclicBarrier",
                        "java.util.concurrent.Executor",
                        "java.util.concurrent.Exchanger",
                        "java.util.concurrent.Phaser",
                        "java.util.concurrent.Semaphore",
                        "java.util.concurrent.locks.AbstractOwnableSynchronizer",
                        "java.util.concurrent.locks.Condition",
                        "java.util.concurrent.locks.Lock",
                        "java.util.concurrent.locks.ReadWriteLock",
                        "java.util.concurrent.locks.StampedLock"));
        SUPERTYPES.put(
                ONCE,
                List.of(
                        "java.util.Enumeration",
                        "java.util.Iterator",
                        "java.util.Spliterator",
                        "java.util.stream.BaseStream"));
        SUPERTYPES.put(
                CODE,
                List.of(
                        "java.lang.invoke.MethodHandle",
                        "java.lang.invoke.MethodType",
                        "java.lang.reflect.AnnotatedElement",
                        "java.lang.reflect.Type"));
    }

    private final Elements elements;
    private final Types types;

    LiveTypes(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /** Why objects of this type cannot be stored; empty when they do not live in one JVM only. */
    Optional<String> reason(TypeElement type) {
        for (Map.Entry<String, List<String>> entry : SUPERTYPES.entrySet()) {
            if (entry.getValue().stream().anyMatch(supertype -> isBelow(type, supertype))) {
                return Optional.of(type + entry.getKey());
            }
        }
        return isFunctional(type) ? Optional.of(type + CODE) : Optional.empty();
    }

    private boolean isBelow(TypeElement type, String supertype) {
        TypeElement known = elements.getTypeElement(supertype);
        return known != null && types.isSubtype(types.erasure(type.asType()), types.erasure(known.asType()));
    }

    private boolean isFunctional(TypeElement type) {
        return type.getKind() == ElementKind.INTERFACE
                && type.getAnnotationMirrors().stream()
                        .anyMatch(mirror ->
                                JobElement.isNamed(mirror.getAnnotationType(), "java.lang.FunctionalInterface"))
                && abstractMethods(type) > 0;
    }

    private static long abstractMethods(TypeElement type) {
        List<ExecutableElement> methods = ElementFilter.methodsIn(type.getEnclosedElements());
        return methods.stream()
                .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
                .count();
    }
}
