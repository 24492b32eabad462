package io.runasjob.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which job runs on the present thread. Used by the engine; handlers call {@link JobContext#current()}. */
public final class CurrentJob {
    private static final ThreadLocal<JobContext> CURRENT = new ThreadLocal<>();

    private CurrentJob() {}

    /** The context of the job that runs on this thread; empty when none does. */
    public static Optional<JobContext> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Makes the context current on this thread until the scope is closed, on the same thread. */
    public static Scope enter(JobContext context) {
        JobContext outer = CURRENT.get();
        CURRENT.set(context);
        return () -> restore(outer);
    }

    private static void restore(@Nullable JobContext outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Ends by {@link #close()} what {@link CurrentJob#enter} began. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
