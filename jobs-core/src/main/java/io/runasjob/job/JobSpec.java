package io.runasjob.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for: everything about a job that never changes after its submission. Immutable; threads may share it.
 *
 * @param type name of the job type
 * @param name what people call the job; the type's name unless the request gave another
 * @param queue where it waits
 * @param priority 0 to 10, higher first
 * @param ownerOrNull the user that it belongs to, or null
 * @param payload the arguments as a JSON array
 * @param limits attempts, timeout, retry policy
 * @param labels subjects, tags, metadata
 * @param uniqueOrNull its unique key, or null
 */
public record JobSpec(
        String type,
        String name,
        String queue,
        int priority,
        @Nullable String ownerOrNull,
        String payload,
        JobLimits limits,
        Labels labels,
        @Nullable Uniqueness uniqueOrNull) {

    /** The user that the job belongs to; empty for none. */
    public Optional<String> owner() {
        return Optional.ofNullable(ownerOrNull);
    }

    /** The unique key with its policy; empty for none. */
    public Optional<Uniqueness> unique() {
        return Optional.ofNullable(uniqueOrNull);
    }
}
