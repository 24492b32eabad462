package io.runasjob;

/** An exception that no log can print, as where there is no memory for it. */
public final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** It has no message. */
    public Unspeakable() {}

    @Override
    public String getMessage() {
        throw new OutOfMemoryError("no memory for a line in the log");
    }
}
