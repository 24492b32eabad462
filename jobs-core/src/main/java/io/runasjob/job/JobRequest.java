package io.runasjob.job;

import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be done: a method with its arguments, or a type with its payload, and how. Options that are not
 * given come from the job type. Immutable, each method checks its value and returns a new request; threads may share it.
 *
 * <p>A reference to a method, {@code JobRequest.of(Reports::render, id)}, names an annotated method of a registered object;
 * the arguments are written as JSON when the request is submitted. To name an overloaded method give the types: {@code
 * JobRequest.<Reports, UUID, Report>of(Reports::render, id)}, or, when the overloads differ in their number of parameters
 * too, the shape: {@code JobRequest.of((JobMethod.Value1<Reports, UUID, Report>) Reports::render, id)}.
 *
 * @param <R> the result of the job, {@link Void} for none
 */
public final class JobRequest<R> extends MethodRequests {
    private final Target target;
    private final List<@Nullable Object> arguments;
    private final Options options;

    /** Which job type is meant. */
    public sealed interface Target {
        /** The type with this name. */
        record Named(String type) implements Target {}

        /** The type whose handler is this method. */
        record Method(MethodKey key) implements Target {}
    }

    private JobRequest(Target target, List<@Nullable Object> arguments, Options options) {
        this.target = target;
        this.arguments = arguments;
        this.options = options;
    }

    /**
     * A request by the name of the type.
     *
     * @param type name of a registered type
     * @param arguments one for each parameter of the handler, without the context
     */
    public static <R> JobRequest<R> ofType(String type, @Nullable Object... arguments) {
        return new JobRequest<>(new Target.Named(Checks.word(Field.TYPE, type)), listOf(arguments), new Options());
    }

    static <R> JobRequest<R> ofMethod(JobMethod reference, @Nullable Object... arguments) {
        return new JobRequest<>(new Target.Method(MethodKey.of(reference)), listOf(arguments), new Options());
    }

    private static List<@Nullable Object> listOf(@Nullable Object[] arguments) {
        return Collections.unmodifiableList(Arrays.asList(arguments.clone()));
    }

    /** What people call the job, 1 to 200 characters; default: the name of its type. */
    public JobRequest<R> name(String name) {
        Checks.text(Field.NAME, name, 200);
        return change(o -> o.name = name);
    }

    /** Where it waits: letters, digits, '.', '_' and '-', 1 to 100; default: the queue of its type. */
    public JobRequest<R> queue(String queue) {
        Checks.word(Field.QUEUE, queue);
        return change(o -> o.queue = queue);
    }

    /** 0 to 10, higher first, see {@link Priority}; default: the priority of its type. */
    public JobRequest<R> priority(int priority) {
        Checks.priority(priority);
        return change(o -> o.priority = priority);
    }

    /** Run it after this delay, zero to ten years, counted by the store's clock; default: at once. */
    public JobRequest<R> in(Duration delay) {
        Checks.delay(delay);
        return change(o -> {
            o.delay = delay;
            o.time = null;
        });
    }

    /** Run it at this time by the store's clock, at once when that is past; at most ten years ahead. */
    public JobRequest<R> at(Instant time) {
        return change(o -> {
            o.time = time;
            o.delay = null;
        });
    }

    /** The user that it belongs to, 1 to 200 characters; default: none. */
    public JobRequest<R> owner(String owner) {
        Checks.text(Field.OWNER, owner, 200);
        return change(o -> o.owner = owner);
    }

    /** One more thing that it is about: kind up to 100, id up to 200 characters as text; at most 50. */
    public JobRequest<R> subject(String kind, Object id) {
        Subject subject = new Subject(kind, id.toString());
        return change(o -> o.subjects.add(subject));
    }

    /** More words to find it by, each 1 to 100 characters; at most 50. */
    public JobRequest<R> tags(String... tags) {
        List<String> more = List.of(tags);
        return change(o -> o.tags.addAll(more));
    }

    /** One more note of the host, key up to 100, value up to 1,000 characters; at most 50. */
    public JobRequest<R> metadata(String key, String value) {
        return change(o -> o.metadata.put(key, value));
    }

    /** At most one unfinished job with this key; another is refused with {@link DuplicateJobException}. */
    public JobRequest<R> uniqueKey(String key) {
        return uniqueKey(key, OnDuplicate.REFUSE);
    }

    /** At most one unfinished job with this key, 1 to 200 characters, and what happens to another; default: none. */
    public JobRequest<R> uniqueKey(String key, OnDuplicate onDuplicate) {
        Uniqueness unique = new Uniqueness(key, onDuplicate);
        return change(o -> o.unique = unique);
    }

    /** Longest duration of one attempt, more than zero, at most ten years; default: that of its type. */
    public JobRequest<R> timeout(Duration timeout) {
        Checks.timeout(timeout);
        return change(o -> o.timeout = timeout);
    }

    /** Failures after which it fails, 1 to 1,000; default: that of its type. */
    public JobRequest<R> maxAttempts(int attempts) {
        Checks.maxAttempts(attempts);
        return change(o -> o.maxAttempts = attempts);
    }

    /** When it is tried again; default: the policy of its type. */
    public JobRequest<R> retry(RetryPolicy policy) {
        return change(o -> o.retry = policy);
    }

    /** A delay within its legal range, zero to ten years; throws {@link InvalidValueException} otherwise. */
    public static Duration checkedDelay(Duration delay) {
        return Checks.delay(delay);
    }

    /** Which job type is meant. */
    public Target target() {
        return target;
    }

    /** The arguments, one for each parameter of the handler. */
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /** The delay asked for; empty for none. */
    public Optional<Duration> delay() {
        return Optional.ofNullable(options.delay);
    }

    /** The start time asked for; empty for none. */
    public Optional<Instant> time() {
        return Optional.ofNullable(options.time);
    }

    /** This request with the defaults of its type filled in. */
    public JobSpec spec(JobType type, String payload) {
        JobDefaults defaults = type.defaults();
        return new JobSpec(
                type.name(),
                orElse(options.name, type.name()),
                orElse(options.queue, defaults.queue()),
                orElse(options.priority, defaults.priority()),
                options.owner,
                payload,
                limits(defaults.limits()),
                options.labels(),
                options.unique);
    }

    private JobLimits limits(JobLimits defaults) {
        Duration timeout = options.timeout == null ? defaults.timeoutOrNull() : options.timeout;
        return new JobLimits(orElse(options.maxAttempts, defaults.maxAttempts()), timeout, options.retry);
    }

    private static <T> T orElse(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private JobRequest<R> change(Consumer<Options> edit) {
        Options changed = new Options(options);
        edit.accept(changed);
        return new JobRequest<>(target, arguments, changed);
    }

    /** Filled while a request is made, never changed afterwards. */
    private static final class Options {
        @Nullable
        String name;

        @Nullable
        String queue;

        @Nullable
        Integer priority;

        @Nullable
        Duration delay;

        @Nullable
        Instant time;

        @Nullable
        String owner;

        List<Subject> subjects = new ArrayList<>();
        Set<String> tags = new TreeSet<>();
        Map<String, String> metadata = new TreeMap<>();

        @Nullable
        Uniqueness unique;

        @Nullable
        Duration timeout;

        @Nullable
        Integer maxAttempts;

        @Nullable
        RetryPolicy retry;

        Options() {}

        Options(Options other) {
            this.name = other.name;
            this.queue = other.queue;
            this.priority = other.priority;
            this.delay = other.delay;
            this.time = other.time;
            this.owner = other.owner;
            this.subjects = new ArrayList<>(other.subjects);
            this.tags = new TreeSet<>(other.tags);
            this.metadata = new TreeMap<>(other.metadata);
            this.unique = other.unique;
            this.timeout = other.timeout;
            this.maxAttempts = other.maxAttempts;
            this.retry = other.retry;
        }

        Labels labels() {
            boolean none = subjects.isEmpty() && tags.isEmpty() && metadata.isEmpty();
            return none ? Labels.NONE : new Labels(subjects, tags, metadata);
        }
    }
}
