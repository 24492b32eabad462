package io.runasjob.job;

/**
 * At most one unfinished job may hold a key. The key is free again when its job has COMPLETED, FAILED or been CANCELLED.
 * Immutable; threads may share it.
 *
 * @param key 1 to 200 characters without control characters; the same key in another queue or type is the same key
 * @param onDuplicate what happens when another unfinished job holds the key
 */
public record Uniqueness(String key, OnDuplicate onDuplicate) {

    /** Checks the key; throws {@link InvalidValueException}. */
    public Uniqueness {
        Checks.text(InvalidValueException.Field.UNIQUE_KEY, key, 200);
    }
}
