package io.runasjob.job;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The job types that a service knows, by name and by method. Immutable; threads may share it. */
public final class JobTypes {
    private final Map<String, JobType> byName = new TreeMap<>();
    private final Map<MethodKey, JobType> byMethod = new HashMap<>();

    /**
     * Collects types.
     *
     * @throws DuplicateJobTypeException when two have the same name
     */
    public JobTypes(Collection<JobType> types) {
        for (JobType type : types) {
            JobType other = byName.putIfAbsent(type.name(), type);
            if (other != null) {
                throw new DuplicateJobTypeException(
                        type.name(), other.origin().words(), type.origin().words());
            }
            type.origin().methods().forEach(method -> byMethod.put(method, type));
        }
    }

    /** The type with this name; empty when the service does not know it. */
    public Optional<JobType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The type whose handler is this method; empty when no registered method is. */
    public Optional<JobType> find(MethodKey method) {
        return Optional.ofNullable(byMethod.get(method));
    }

    /** All types, by their names. */
    public Collection<JobType> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The names of all types, in alphabetical order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }
}
