package io.runasjob.annotation;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls a method of an object, the way the virtual machine does: what overrides the method is what runs. */
final class MethodCode implements JobType.Code {
    private final String words;
    private final Class<?>[] parameters;
    private final boolean context;
    private final Optional<Class<?>> resource;
    private final MethodHandle handle;

    private MethodCode(AnnotatedMethod annotated, MethodHandle handle) {
        this.words = annotated.words();
        this.parameters = annotated.method().getParameterTypes();
        this.context = annotated.takesContext();
        this.resource = annotated.resource();
        this.handle = handle;
    }

    /**
     * @throws InvalidValueException with the missing line of {@code module-info.java}, when the method's module forbids it
     */
    static MethodCode of(AnnotatedMethod annotated, Object instance) {
        Method method = annotated.method();
        if (!method.trySetAccessible()) {
            throw closed(method);
        }
        try {
            MethodHandle bound =
                    MethodHandles.lookup().unreflect(method).asFixedArity().bindTo(instance);
            MethodHandle generic = bound.asType(MethodType.genericMethodType(method.getParameterCount()))
                    .asSpreader(Object[].class, method.getParameterCount());
            return new MethodCode(annotated, generic);
        } catch (IllegalAccessException e) {
            throw new InvalidValueException(Field.HANDLER, annotated.words(), "a method that may be called", e);
        }
    }

    @Override
    public Optional<Class<?>> resource() {
        return resource;
    }

    @Override
    public @Nullable Object call(@Nullable Object[] arguments, JobContext job) throws Exception {
        @Nullable Object[] all = arguments;
        if (context) {
            all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = job;
        }
        requireFit(all);
        try {
            return (Object) handle.invokeExact(all);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw MethodCode.<RuntimeException>unwrapped(e);
        }
    }

    private void requireFit(@Nullable Object[] arguments) {
        if (arguments.length != parameters.length) {
            int surplus = (context ? 1 : 0) + (resource.isPresent() ? 1 : 0);
            throw new InvalidValueException(
                    Field.ARGUMENTS,
                    (arguments.length - surplus) + " arguments",
                    (parameters.length - surplus) + " for " + words,
                    null);
        }
        for (int i = 0; i < arguments.length; i++) {
            requireFit(i, arguments[i]);
        }
    }

    private void requireFit(int index, @Nullable Object argument) {
        Class<?> declared = parameters[index];
        Class<?> boxed = MethodType.methodType(declared).wrap().returnType();
        boolean fits = argument == null ? !declared.isPrimitive() : boxed.isInstance(argument);
        if (!fits) {
            String came = argument == null ? "null" : argument.getClass().getName();
            String expected = declared.getName() + " for parameter " + (index + 1) + " of " + words;
            throw new InvalidValueException(Field.ARGUMENTS, came, expected, null);
        }
    }

    private static InvalidValueException closed(Method method) {
        Class<?> owner = method.getDeclaringClass();
        Module core = MethodCode.class.getModule();
        String reader = core.isNamed() ? " to " + core.getName() : "";
        String line = "opens " + owner.getPackageName() + reader + ";";
        return new InvalidValueException(
                Field.HANDLER,
                AnnotatedMethod.words(method),
                "a method that may be called, but module " + owner.getModule().getName()
                        + " does not open its package: add the line '" + line + "' to its module-info.java",
                null);
    }

    /** Lets a checked throwable pass that is neither an exception nor an error. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unwrapped(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
