package io.runasjob.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobType;
import io.runasjob.job.NodeId;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When lost jobs are taken; by itself this rescuer looks every four hours. */
@Timeout(30)
class RescuerTest {
    private final InMemoryJobStore store = new InMemoryJobStore();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean steady = true;
    private final Loop rescuer =
            new Rescuer(store, Duration.ofHours(1), new Outage(() -> "", e -> false), this::isSteady).loop();

    private boolean isSteady() {
        boolean answer = steady;
        asked.incrementAndGet();
        return answer;
    }

    @AfterEach
    void stop() {
        rescuer.stop();
    }

    /** A running job whose node is not even known. */
    private JobId loseJob() {
        JobSpec spec = JobRequest.ofType("t", "x").spec(JobType.of("t", String.class, (word, job) -> word), "[]");
        JobId id = new JobId(UUID.randomUUID());
        store.insert(List.of(new NewJob(id, spec, new NewJob.RunningOn(NodeId.random()))));
        return id;
    }

    private JobStatus status(JobId job) {
        return store.find(List.of(job)).get(0).status();
    }

    @Test
    void what_is_lost_when_a_node_begins_is_taken_as_soon_as_it_may_judge_others() {
        steady = false;
        JobId lost = loseJob();
        rescuer.start();
        await().until(() -> asked.get() >= 2);
        assertThat(status(lost)).isEqualTo(JobStatus.RUNNING);
        steady = true;
        await().until(() -> status(lost) == JobStatus.PENDING);
    }

    @Test
    void a_finding_that_comes_while_the_node_may_not_judge_others_is_kept() {
        rescuer.start();
        await().until(() -> asked.get() == 1);
        steady = false;
        JobId lost = loseJob();
        rescuer.wake();
        await().until(() -> asked.get() >= 3);
        assertThat(status(lost)).isEqualTo(JobStatus.RUNNING);
        steady = true;
        await().until(() -> status(lost) == JobStatus.PENDING);
    }
}
