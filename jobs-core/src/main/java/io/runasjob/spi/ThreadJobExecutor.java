package io.runasjob.spi;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The three executors that come with the library. */
final class ThreadJobExecutor implements JobExecutor {
    private final Executor threads;
    private final Runnable closing;

    private ThreadJobExecutor(Executor threads, Runnable closing) {
        this.threads = threads;
        this.closing = closing;
    }

    static JobExecutor platform() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "runasjob-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return owned(Executors.newCachedThreadPool(factory));
    }

    static JobExecutor virtual() {
        try {
            Object service =
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            return owned((ExecutorService) service);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw noVirtualThreads(e);
        }
    }

    static JobExecutor borrowed(Executor host) {
        return new ThreadJobExecutor(host, () -> {});
    }

    @Override
    public void execute(Runnable attempt) {
        threads.execute(attempt);
    }

    @Override
    public void close() {
        closing.run();
    }

    private static JobExecutor owned(ExecutorService service) {
        return new ThreadJobExecutor(service, service::shutdownNow);
    }

    private static UnsupportedOperationException noVirtualThreads(Throwable cause) {
        return new UnsupportedOperationException(
                "This JVM (" + Runtime.version() + ") has no virtual threads, they came with Java 21."
                        + " Use JobExecutor.platformThreads(), or run on a newer JVM.",
                cause);
    }
}
