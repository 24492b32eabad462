package io.runasjob.jdbc;

import java.time.Duration;

/** How the threads of the doorbell are made and ended. */
final class WakeUpThreads {
    private WakeUpThreads() {}

    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Waits for the end of a thread, unless it is the caller's own; an interrupt of the caller ends the wait and stays set. */
    static void join(Thread thread, Duration patience) {
        if (thread.equals(Thread.currentThread())) {
            return;
        }
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
