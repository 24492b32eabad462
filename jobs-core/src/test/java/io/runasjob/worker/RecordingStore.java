package io.runasjob.worker;

import io.runasjob.job.Lease;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.ProgressUpdate;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that accepts every end and every progress, each call only when it is let, and remembers the calls. */
final class RecordingStore {
    final Queue<List<AttemptEnd>> finished = new ConcurrentLinkedQueue<>();
    final Queue<List<ProgressUpdate>> saved = new ConcurrentLinkedQueue<>();
    final Semaphore calls = new Semaphore(0);
    final Semaphore mayAnswer = new Semaphore(0);
    /** Attempts that cannot be ended otherwise than as FAILED. */
    final Set<Lease> poison = ConcurrentHashMap.newKeySet();

    private volatile boolean stale;
    /** What holds all else. */
    final InMemoryJobStore rest = new InMemoryJobStore();
    /** How often jobs were asked for. */
    final AtomicInteger claims = new AtomicInteger();

    JobStore store() {
        Class<?>[] roles = {JobStore.class};
        return (JobStore) Proxy.newProxyInstance(JobStore.class.getClassLoader(), roles, this::call);
    }

    @SuppressWarnings("unchecked") // the parameter of both verbs
    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Exception {
        if (method.getName().equals("claim")) {
            claims.incrementAndGet();
        }
        return switch (method.getName()) {
            case "finish" -> finish((List<AttemptEnd>) arguments[0]);
            case "saveProgress" -> save((List<ProgressUpdate>) arguments[0]);
            default -> method.invoke(rest, arguments);
        };
    }

    private Set<Lease> finish(List<AttemptEnd> ends) throws InterruptedException {
        calls.release();
        mayAnswer.acquire();
        if (ends.stream().map(AttemptEnd::lease).anyMatch(poison::contains)
                && !(ends.get(0) instanceof AttemptEnd.Failed)) {
            throw new ArithmeticException("this end cannot be stored");
        }
        finished.add(ends);
        return new HashSet<>(ends.stream().map(AttemptEnd::lease).toList());
    }

    /** From now on every lease is stale. */
    void refuseAll() {
        stale = true;
    }

    private Set<Lease> save(List<ProgressUpdate> updates) throws InterruptedException {
        calls.release();
        mayAnswer.acquire();
        saved.add(updates);
        return stale
                ? Set.of()
                : new HashSet<>(updates.stream().map(ProgressUpdate::lease).toList());
    }
}
