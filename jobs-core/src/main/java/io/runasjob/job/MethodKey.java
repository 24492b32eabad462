package io.runasjob.job;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Names one method exactly: class, name and signature, so that overloads are told apart. Immutable; threads may share it.
 *
 * @param owner binary name of the class
 * @param method name of the method
 * @param descriptor its signature in the form of the JVM specification, section 4.3.3
 */
public record MethodKey(String owner, String method, String descriptor) {

    /** The key of a method as seen from a class that declares or inherits it. */
    public static MethodKey of(Class<?> owner, Method method) {
        MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        return new MethodKey(owner.getName(), method.getName(), type.toMethodDescriptorString());
    }

    /**
     * The key of the method that a serializable method reference points to.
     *
     * @throws NotAMethodReferenceException for a lambda with a body
     */
    static MethodKey of(Serializable reference) {
        SerializedLambda lambda = Revealer.reveal(reference);
        if (lambda == null || lambda.getImplMethodName().startsWith("lambda$")) {
            throw new NotAMethodReferenceException(
                    reference.getClass().getName().replaceFirst("\\$\\$Lambda.*", ""));
        }
        return new MethodKey(
                lambda.getImplClass().replace('/', '.'), lambda.getImplMethodName(), lambda.getImplMethodSignature());
    }

    @Override
    public String toString() {
        return owner + "." + method + descriptor;
    }

    /**
     * Asks a lambda for its description through the one door that needs no opened package: the stream calls its {@code
     * writeReplace} and shows us the answer. Nothing is written anywhere, and nothing is ever read back.
     */
    private static final class Revealer extends ObjectOutputStream {
        private @Nullable SerializedLambda found;

        private Revealer() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        static @Nullable SerializedLambda reveal(Serializable reference) {
            try (Revealer revealer = new Revealer()) {
                revealer.writeObject(reference);
                return revealer.found;
            } catch (IOException e) {
                throw new NotAMethodReferenceException(reference.getClass().getName());
            }
        }

        @Override
        protected @Nullable Object replaceObject(Object object) {
            if (object instanceof SerializedLambda lambda) {
                found = lambda;
                return null;
            }
            return object;
        }
    }
}
