package io.runasjob.bench.node;

import io.runasjob.bench.system.JobSystem;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The ways in which jobs are submitted; each answers with how many, and how long it took. */
final class Submissions {
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final JobSystem system;

    Submissions(JobSystem system) {
        this.system = system;
    }

    /** A given number of jobs, {@code batch} at a time. */
    Map<String, Object> load(Arguments arguments) throws Exception {
        int count = arguments.integer("count");
        int batch = arguments.integer("batch");
        long begin = System.nanoTime();
        for (int done = 0; done < count; done += batch) {
            int now = Math.min(batch, count - done);
            system.submitAll(Work.list(arguments.number("base") + done, now, arguments.integer("size")));
        }
        return answer(count, begin);
    }

    /** Single jobs from several threads, for a while. */
    Map<String, Object> singles(Arguments arguments) throws Exception {
        int threads = arguments.integer("threads");
        long end = System.nanoTime() + arguments.nanos("millis");
        String filler = Work.list(0, 1, arguments.integer("size")).get(0).filler();
        AtomicLong next = new AtomicLong(arguments.number("base"));
        long begin = System.nanoTime();
        inThreads(threads, () -> {
            while (System.nanoTime() < end) {
                system.submit(new Work(next.getAndIncrement(), filler));
            }
            return null;
        });
        return answer(next.get() - arguments.number("base"), begin);
    }

    /** Batches, one after the other, for a while, but not more than {@code most} jobs. */
    Map<String, Object> bulks(Arguments arguments) throws Exception {
        int batch = arguments.integer("batch");
        long end = System.nanoTime() + arguments.nanos("millis");
        long count = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() < end && count < arguments.number("most")) {
            system.submitAll(Work.list(arguments.number("base") + count, batch, arguments.integer("size")));
            count += batch;
        }
        return answer(count, begin);
    }

    /** Batches for a while, from two threads, never more than {@code ahead} jobs before the workers. */
    Map<String, Object> sustain(Arguments arguments) throws Exception {
        int batch = arguments.integer("batch");
        long ahead = arguments.number("ahead");
        long end = System.nanoTime() + arguments.nanos("millis");
        AtomicLong next = new AtomicLong();
        long begin = System.nanoTime();
        inThreads(2, () -> {
            while (System.nanoTime() < end) {
                if (next.get() - Deliveries.current().runs() > ahead) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    continue;
                }
                long first = arguments.number("base") + next.getAndAdd(batch);
                system.submitAll(Work.list(first, batch, arguments.integer("size")));
            }
            return null;
        });
        return answer(next.get(), begin);
    }

    /**
     * {@code batch} jobs at each tick; answers with the time before each submit, or, when the submit before took longer than
     * to the next tick, with the time when it should have been: those who wait behind a slow submit wait too.
     */
    Map<String, Object> pace(Arguments arguments) throws Exception {
        int ticks = arguments.integer("ticks");
        int batch = arguments.integer("batch");
        ByteBuffer submitted = ByteBuffer.allocate(ticks * Long.BYTES);
        long begin = System.nanoTime();
        for (int tick = 0; tick < ticks; tick++) {
            long planned = begin + tick * arguments.number("micros") * 1_000;
            boolean late = System.nanoTime() > planned;
            waitUntil(planned);
            List<Work> works = Work.list(arguments.number("base") + (long) tick * batch, batch, 200);
            submitted.putLong(late ? planned : System.nanoTime());
            if (batch == 1) {
                system.submit(works.get(0));
                system.ring();
            } else {
                system.submitAll(works);
            }
        }
        return Map.of("times", Base64.getEncoder().encodeToString(submitted.array()));
    }

    /** Jobs that come due later: {@code batch} every {@code micros}, the first in {@code millis}; answers when that is. */
    Map<String, Object> due(Arguments arguments) throws Exception {
        int ticks = arguments.integer("ticks");
        int batch = arguments.integer("batch");
        Instant first = Instant.now().plusMillis(arguments.number("millis"));
        long firstNanos = System.nanoTime() + arguments.nanos("millis");
        for (int tick = 0; tick < ticks; tick++) {
            List<Work> works = Work.list(arguments.number("base") + (long) tick * batch, batch, 200);
            system.submitAt(works, first.plusNanos(tick * arguments.number("micros") * 1_000));
        }
        return Map.of("first", firstNanos, "late", Math.max(0, System.nanoTime() - firstNanos));
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void inThreads(int threads, Callable<?> work) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(work));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static Map<String, Object> answer(long count, long begin) {
        return Map.of("count", count, "nanos", System.nanoTime() - begin);
    }
}
