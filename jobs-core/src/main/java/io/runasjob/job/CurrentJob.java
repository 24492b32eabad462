package io.runasjob.job;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Which job runs on the present thread. Used by the engine; handlers call {@link JobContext#current()}. */
public final class CurrentJob {
    private static final ThreadLocal<JobContext> CURRENT = new ThreadLocal<>();

    private CurrentJob() {}

    /** The context of the job that runs on this thread; empty when none does. */
    public static Optional<JobContext> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Calls the code with this context current on this thread, then restores the one before. */
    public static <T extends @Nullable Object> T during(JobContext context, Callable<T> code) throws Exception {
        JobContext outer = CURRENT.get();
        CURRENT.set(context);
        try {
            return code.call();
        } finally {
            restore(outer);
        }
    }

    private static void restore(@Nullable JobContext outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
