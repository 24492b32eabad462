package io.runasjob.chaos.work;

import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobRequest;
import io.runasjob.job.OnDuplicate;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What is submitted: many kinds of jobs, at random. */
final class Requests {
    private static final int KEYS = 8;
    private static final int HOPELESS = 99;

    private final Random random;
    private final boolean fenced;

    /** @param fenced whether there are jobs that end in a transaction with what they wrote */
    Requests(Random random, boolean fenced) {
        this.random = random;
        this.fenced = fenced;
    }

    /** Any job that workers know, now or a little later. */
    JobRequest<Object> any() {
        Task task = task();
        JobRequest<Object> request = JobRequest.ofType(type(), task);
        JobRequest<Object> limited = task.failures() == HOPELESS ? request.maxAttempts(2) : request;
        return random.nextInt(10) == 0 ? limited.in(Duration.ofMillis(random.nextInt(1500))) : limited;
    }

    List<JobRequest<Object>> some(int number) {
        return Stream.generate(this::any).limit(number).toList();
    }

    List<JobRequest<Object>> ordered(int number) {
        return some(number).stream()
                .map(request -> request.name(Workload.ORDERED))
                .toList();
    }

    /** One of a few keys, so that they are often taken. */
    String key() {
        return "key-" + random.nextInt(KEYS);
    }

    JobRequest<Object> keyed(String key) {
        return any().uniqueKey(key, random.nextBoolean() ? OnDuplicate.REFUSE : OnDuplicate.RETURN_EXISTING);
    }

    /** A job that waits for longer than the run lasts: for its time, or for somebody who knows it. */
    JobRequest<Object> waiting() {
        Task task = new Task(1, 0, false, false);
        JobRequest<Object> request = random.nextBoolean()
                ? JobRequest.ofType(Workload.STRANGER, task)
                : JobRequest.<Object>ofType(Workload.PLAIN, task).in(Duration.ofHours(1));
        return request.name(Workload.WAITING);
    }

    private String type() {
        int dice = random.nextInt(100);
        if (!fenced) {
            return Workload.PLAIN;
        }
        if (dice < 45) {
            return Workload.GIVEN;
        }
        return dice < 70 ? Workload.EXPLICIT : Workload.PLAIN;
    }

    private Task task() {
        return new Task(millis(), failures(), random.nextInt(5) == 0, random.nextBoolean());
    }

    private int millis() {
        int dice = random.nextInt(100);
        if (dice < 40) {
            return 5 + random.nextInt(60);
        }
        return dice < 80 ? 100 + random.nextInt(400) : 400 + random.nextInt(500);
    }

    private int failures() {
        int dice = random.nextInt(100);
        if (dice < 80) {
            return 0;
        }
        return dice < 95 ? 1 + random.nextInt(2) : HOPELESS;
    }
}
