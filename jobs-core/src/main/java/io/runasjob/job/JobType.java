package io.runasjob.job;

import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.retry.RetryPolicy;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stable name with its handler and its defaults. Immutable, each method returns a new type; threads may share it when its
 * handler allows that.
 */
public final class JobType {

    /** Calls the handler's code with decoded arguments. */
    @FunctionalInterface
    public interface Code {
        /**
         * Does the work.
         *
         * @param arguments one for each of {@link JobType#parameters()}, then the resource where it takes one
         * @throws Exception whatever the handler threw
         */
        @Nullable
        Object call(@Nullable Object[] arguments, JobContext context) throws Exception;

        /**
         * The class of the object that the code takes from the store, a connection say; empty for none. The code's return is
         * then the commit of what it does with that object.
         */
        default Optional<Class<?>> resource() {
            return Optional.empty();
        }
    }

    /**
     * What a handler takes and gives.
     *
     * @param parameters the types of its arguments, without the context
     * @param result the type of its result; {@code Object.class} when only the value will tell, {@code void.class} for none
     */
    public record Signature(List<Type> parameters, Type result) {
        /** Copies the parameters. */
        public Signature {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Where a handler's code comes from.
     *
     * @param words for error messages
     * @param methods the keys by which a method reference finds the type; empty for a lambda
     */
    public record Origin(String words, Set<MethodKey> methods) {
        /** Copies the keys. */
        public Origin {
            methods = Set.copyOf(methods);
        }
    }

    private final String name;
    private final Signature signature;
    private final Origin origin;
    private final Code code;
    private final JobDefaults defaults;

    private JobType(String name, Signature signature, Origin origin, Code code, JobDefaults defaults) {
        this.name = Checks.word(Field.TYPE, name);
        this.signature = signature;
        this.origin = origin;
        this.code = code;
        this.defaults = defaults;
    }

    /**
     * A type whose handler takes one payload.
     *
     * @param name letters, digits, '.', '_' and '-', 1 to 100
     * @param payload what the JSON of a job is read as
     * @param handler its code, called by several threads at once
     */
    public static <P> JobType of(String name, Class<P> payload, JobHandler<? super P, ?> handler) {
        Code code = (arguments, context) -> handler.handle(payload.cast(arguments[0]), context);
        Origin origin = new Origin("the handler " + handler.getClass().getName(), Set.of());
        return new JobType(name, new Signature(List.of(payload), Object.class), origin, code, JobDefaults.DEFAULT);
    }

    /** A type without a handler, for a job that its creator drives; its arguments are written as what they are. */
    public static JobType byHand(String name, List<? extends @Nullable Object> arguments) {
        List<Type> parameters = arguments.stream()
                .<Type>map(argument -> argument == null ? Object.class : argument.getClass())
                .toList();
        Code none = (values, context) -> {
            throw new IllegalStateException("Job type " + name + " has no handler: its jobs are driven by hand");
        };
        Signature signature = new Signature(parameters, Object.class);
        return new JobType(name, signature, new Origin("driven by hand", Set.of()), none, JobDefaults.DEFAULT);
    }

    /** A type whose handler is a method; used by the reader of annotations. */
    public static JobType ofMethod(String name, Signature signature, Origin origin, Code code, JobDefaults defaults) {
        return new JobType(name, signature, origin, code, defaults);
    }

    /** The name that is stored with each job. */
    public String name() {
        return name;
    }

    /** The types of the arguments. */
    public List<Type> parameters() {
        return signature.parameters();
    }

    /** The type of the result; {@code Object.class} when only the value will tell, {@code void.class} for none. */
    public Type result() {
        return signature.result();
    }

    /** Where the handler's code comes from. */
    public Origin origin() {
        return origin;
    }

    /** The handler's code. */
    public Code code() {
        return code;
    }

    /** What holds unless a request says otherwise. */
    public JobDefaults defaults() {
        return defaults;
    }

    /** The same type with another queue; default {@value JobDefaults#DEFAULT_QUEUE}. */
    public JobType queue(String queue) {
        return with(new JobDefaults(queue, defaults.priority(), defaults.limits()));
    }

    /** The same type with another priority, 0 to 10; default {@link Priority#NORMAL}. */
    public JobType priority(int priority) {
        return with(new JobDefaults(defaults.queue(), priority, defaults.limits()));
    }

    /** The same type with another number of attempts, 1 to 1,000; default {@link RetryPolicy#DEFAULT_MAX_ATTEMPTS}. */
    public JobType maxAttempts(int attempts) {
        JobLimits limits = defaults.limits();
        return with(new JobLimits(attempts, limits.timeoutOrNull(), limits.retryOrNull()));
    }

    /** The same type with a longest duration of one attempt, more than zero; default none. */
    public JobType timeout(Duration timeout) {
        JobLimits limits = defaults.limits();
        return with(new JobLimits(limits.maxAttempts(), timeout, limits.retryOrNull()));
    }

    /** The same type with another retry policy; default {@link RetryPolicy#DEFAULT}. */
    public JobType retry(RetryPolicy policy) {
        JobLimits limits = defaults.limits();
        return with(new JobLimits(limits.maxAttempts(), limits.timeoutOrNull(), policy));
    }

    @Override
    public String toString() {
        return name + " (" + origin.words() + ")";
    }

    private JobType with(JobLimits limits) {
        return with(new JobDefaults(defaults.queue(), defaults.priority(), limits));
    }

    private JobType with(JobDefaults changed) {
        return new JobType(name, signature, origin, code, changed);
    }
}
