package io.runasjob.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs tasks at the same moment, each on a real thread of its own, and waits for all, at most a minute. */
final class Together {
    private static final long PATIENCE_SECONDS = 60;

    private Together() {}

    /** The same task on several threads; the answers in no particular order. */
    static <T> List<T> run(int threads, Callable<T> task) throws Exception {
        return run(IntStream.range(0, threads).mapToObj(i -> task).toList());
    }

    /** A task for each number from zero; the answers in the same order. */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> task) throws Exception {
        return run(IntStream.range(0, threads).mapToObj(task).toList());
    }

    /** Different tasks; the answers in the same order. */
    static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            return answers(futures);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> List<T> answers(List<Future<T>> futures)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
            answers.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        return answers;
    }
}
