package io.runasjob.job;

import org.jspecify.annotations.Nullable;

/**
 * The log of a running job. Each line carries the job's id, type, attempt and node. Placeholders are {@code {}}, as in
 * slf4j. Safe for use by several threads.
 */
public interface JobLog {
    /** For those who look for a fault in the handler. */
    void debug(String format, @Nullable Object... arguments);

    /** For those who follow the job. */
    void info(String format, @Nullable Object... arguments);

    /** For what the handler copes with. */
    void warn(String format, @Nullable Object... arguments);

    /** For what went wrong; the last argument may be a {@link Throwable}. */
    void error(String format, @Nullable Object... arguments);
}
