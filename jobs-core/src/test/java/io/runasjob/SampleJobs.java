package io.runasjob;

import io.runasjob.annotation.RunAsJob;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Handlers for the tests of the service. */
class SampleJobs {
    final Map<JobId, CountDownLatch> started = new ConcurrentHashMap<>();
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicInteger calls = new AtomicInteger();

    record Report(UUID document, int pages) {}

    @RunAsJob(type = "report.render", queue = "reports", maxAttempts = 5, timeout = "PT5M")
    Report render(UUID document) {
        JobContext job = JobContext.current();
        job.progress().total(3).step(3).message("rendered " + document);
        job.log().info("rendered {}", document);
        return new Report(document, 3);
    }

    @RunAsJob(type = "touch")
    void touch() {
        calls.incrementAndGet();
    }

    @RunAsJob(type = "greet", backoff = "PT0.01S")
    String greet(String name, JobContext job) {
        return "Hello " + name + " from attempt " + job.attempt();
    }

    @RunAsJob(type = "flaky", backoff = "PT0.01S")
    String flaky(int failures, JobContext job) throws IOException {
        if (job.attempt() <= failures) {
            throw new IOException("attempt " + job.attempt() + " fails");
        }
        return "attempt " + job.attempt();
    }

    @RunAsJob(type = "picky", giveUpOn = IllegalArgumentException.class)
    void picky(String word) {
        throw new IllegalArgumentException("cannot take " + word);
    }

    @RunAsJob(type = "block")
    String block(JobContext job) throws InterruptedException {
        started.computeIfAbsent(job.id(), any -> new CountDownLatch(1)).countDown();
        release.await();
        return "released";
    }

    @RunAsJob(type = "hurry", timeout = "PT0.2S", maxAttempts = 1)
    void hurry() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @RunAsJob(type = "sleepy")
    int sleepy(JobContext job) {
        if (job.attempt() == 1) {
            throw job.snooze(Duration.ofMillis(10));
        }
        return job.attempt();
    }

    @RunAsJob(type = "fat")
    String fat(int size) {
        return "x".repeat(size);
    }

    void awaitStarted(JobId id) throws InterruptedException {
        started.computeIfAbsent(id, any -> new CountDownLatch(1)).await();
    }
}
