package io.runasjob.spi;

import java.util.concurrent.Executor;

/**
 * The threads that handlers run on. The engine never hands over more attempts at once than its queues have workers. Safe
 * for use by many threads.
 */
public interface JobExecutor extends AutoCloseable {

    /**
     * Runs an attempt on some thread, soon. The thread may be interrupted while the attempt runs, never afterwards.
     *
     * @throws java.util.concurrent.RejectedExecutionException when it takes no more; the job is then released
     */
    void execute(Runnable attempt);

    /** Frees the threads that this executor owns. Called after the last attempt has ended or was abandoned. */
    @Override
    void close();

    /** Platform threads, made as needed and kept for reuse: the default. They are daemon threads named after their use. */
    static JobExecutor platformThreads() {
        return ThreadJobExecutor.platform();
    }

    /**
     * One virtual thread for each attempt.
     *
     * @throws UnsupportedOperationException on a JVM without virtual threads (before 21)
     */
    static JobExecutor virtualThreads() {
        return ThreadJobExecutor.virtual();
    }

    /** The host's own executor, which stays open when the service closes. */
    static JobExecutor of(Executor host) {
        return ThreadJobExecutor.borrowed(host);
    }
}
