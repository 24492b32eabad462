package io.runasjob.jdbc;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs the acts of callers on threads that nobody interrupts. An embedded H2 reads and writes its file on the thread of the
 * call, and Java closes a file under everybody when the thread that uses it is interrupted (see {@link
 * java.nio.channels.InterruptibleChannel}); handlers that were asked to stop are interrupted and may well call the store. A
 * caller's interrupt waits until the act is done, and is still set then. Safe for use by any number of threads.
 */
final class ShieldedThreads implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "runasjob-h2");
        thread.setDaemon(true);
        return thread;
    });

    <T> T call(Supplier<T> act) {
        Future<T> answer = threads.submit(act::get);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException thrown) {
            return thrown;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e.getCause());
    }

    /** Acts that run go on to their end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
