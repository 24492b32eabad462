package io.runasjob.job;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is: either processed of total, or a percentage, with a message. Immutable; threads may share it.
 *
 * @param processed items done, 0 or more; 0 when the job counts no items
 * @param totalOrNull items in all, or null when unknown
 * @param percentOrNull 0 to 100 as the job said itself, or null
 * @param message what the job is doing, at most 1,000 characters; empty when it said nothing
 */
public record Progress(
        long processed,
        @Nullable Long totalOrNull,
        @Nullable Integer percentOrNull,
        String message) {

    /** Nothing said yet. */
    public static final Progress NONE = new Progress(0, null, null, "");

    /** Items in all; empty when unknown. */
    public OptionalLong total() {
        return totalOrNull == null ? OptionalLong.empty() : OptionalLong.of(totalOrNull);
    }

    /** 0 to 100: what the job said, else processed of total rounded down; empty when neither is known. */
    public OptionalInt percent() {
        if (percentOrNull != null) {
            return OptionalInt.of(percentOrNull);
        }
        if (totalOrNull == null || totalOrNull <= 0) {
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) Math.min(100, Math.floor(100.0 * processed / totalOrNull)));
    }
}
