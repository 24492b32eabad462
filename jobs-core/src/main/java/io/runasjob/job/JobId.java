package io.runasjob.job;

import java.io.Serializable;
import java.util.UUID;

/**
 * Identity of a job: a time-ordered UUID (version 7, RFC 9562), made by the client before the job is stored.
 *
 * <p>Ids order by the time of their creation, so the order of ids is the order of submission of one JVM, and nearly so
 * between JVMs. Immutable; threads may share it.
 *
 * @param value the UUID
 */
public record JobId(UUID value) implements Comparable<JobId>, Serializable {

    /** Reads the textual form of a UUID; throws {@link InvalidValueException} for anything else. */
    public static JobId of(String text) {
        try {
            return new JobId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(InvalidValueException.Field.ID, text, "the 36 characters of a UUID", e);
        }
    }

    @Override
    public int compareTo(JobId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
