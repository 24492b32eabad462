package io.runasjob.job;

/**
 * A thing that a job is about, for example {@code document} and its id. Immutable; threads may share it.
 *
 * @param kind what sort of thing; 1 to 100 characters without control characters
 * @param id which one; 1 to 200 characters without control characters
 */
public record Subject(String kind, String id) {

    /** Checks the lengths above; throws {@link InvalidValueException}. */
    public Subject {
        Checks.text(InvalidValueException.Field.SUBJECT, kind, 100);
        Checks.text(InvalidValueException.Field.SUBJECT, id, 200);
    }
}
