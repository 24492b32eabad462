package io.runasjob.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a listing. Immutable when its items are; threads may share it.
 *
 * @param items in the order of the listing
 * @param nextOrNull where the next page begins, or null after the last one
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, @Nullable JobId nextOrNull) {

    /** Copies the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** The cursor for the next page: give it to {@link JobQuery#after}; empty after the last page. */
    public Optional<JobId> next() {
        return Optional.ofNullable(nextOrNull);
    }
}
