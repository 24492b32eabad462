package io.runasjob.job;

/** The tables of the store are not those that this version of the library needs. The service does not start. */
public final class SchemaVersionException extends JobsException {
    private static final long serialVersionUID = 1L;

    /**
     * @param found what is there
     * @param expected what is needed
     * @param advice what to do
     */
    public SchemaVersionException(String found, String expected, String advice) {
        super(
                "The job tables are at version " + found + ", this library needs " + expected + ". " + advice,
                null,
                false);
    }
}
