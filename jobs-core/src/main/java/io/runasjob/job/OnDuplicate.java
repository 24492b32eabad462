package io.runasjob.job;

/** What a submit does when its unique key is taken. */
public enum OnDuplicate {
    /** Throws {@link DuplicateJobException}, which names the job that holds the key; nothing is stored. */
    REFUSE,
    /** Stores nothing and answers with the job that holds the key. */
    RETURN_EXISTING
}
