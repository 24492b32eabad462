package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/** A value is outside its legal range. Nothing was stored; correct the value. {@link #field()} says which one. */
public final class InvalidValueException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** What was given. */
    public enum Field {
        /** The id of a job. */
        ID("job id"),
        /** The name of a job type. */
        TYPE("job type"),
        /** The display name of a job. */
        NAME("job name"),
        /** The name of a queue. */
        QUEUE("queue name"),
        /** A priority. */
        PRIORITY("priority"),
        /** A delay or a start time. */
        DELAY("delay"),
        /** The longest duration of an attempt. */
        TIMEOUT("timeout"),
        /** The number of attempts. */
        MAX_ATTEMPTS("number of attempts"),
        /** The user that a job belongs to. */
        OWNER("owner"),
        /** Kind or id of a subject. */
        SUBJECT("subject"),
        /** A tag. */
        TAG("tag"),
        /** A key or a value of the metadata. */
        METADATA("metadata"),
        /** A unique key. */
        UNIQUE_KEY("unique key"),
        /** Arguments that do not fit the parameters of a job type. */
        ARGUMENTS("arguments"),
        /** A handler method that cannot serve as a job. */
        HANDLER("handler"),
        /** How far a job is. */
        PROGRESS("progress"),
        /** The size of a page or a batch. */
        LIMIT("limit"),
        /** A transaction of the caller's. */
        TRANSACTION("transaction"),
        /** A setting of a service or a store. */
        SETTING("setting");

        private final String words;

        Field(String words) {
            this.words = words;
        }
    }

    private final Field field;
    private final String came;
    private final String expected;

    /**
     * @param field what was given
     * @param came the value, or a description of it
     * @param expected what would have been legal
     * @param cause what found the fault, or null
     */
    public InvalidValueException(Field field, Object came, String expected, @Nullable Throwable cause) {
        super(
                "Illegal " + field.words + " '" + came + "': expected " + expected
                        + ". Nothing was stored; correct the value and call again.",
                cause,
                false);
        this.field = field;
        this.came = came.toString();
        this.expected = expected;
    }

    /** Which value is illegal. */
    public Field field() {
        return field;
    }

    /** The value, or a description of it. */
    public String came() {
        return came;
    }

    /** What would have been legal. */
    public String expected() {
        return expected;
    }
}
