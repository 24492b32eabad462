package io.runasjob.job;

/** The store is a replica or its connection is read-only, so no job could be kept in it. The service does not start. */
public final class ReadOnlyStoreException extends JobsException {
    private static final long serialVersionUID = 1L;

    /** @param where the store, in words */
    public ReadOnlyStoreException(String where) {
        super(
                "The store at " + where
                        + " is read-only, jobs need one that can be written. Point the data source at the"
                        + " primary, and do not set its connections read-only.",
                null,
                false);
    }
}
