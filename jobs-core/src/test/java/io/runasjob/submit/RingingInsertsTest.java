package io.runasjob.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobSpec;
import io.runasjob.job.JobType;
import io.runasjob.job.NodeId;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingingInsertsTest {
    private static final NewJob.Start CLAIMED = new NewJob.ClaimedBy(NodeId.random());
    private static final JobSpec SPEC =
            JobRequest.ofType("t", "x").spec(JobType.of("t", String.class, (word, job) -> word), "[\"x\"]");

    private final InMemoryJobStore store = new InMemoryJobStore();
    private final RingingInserts inserts = new RingingInserts(store, store);
    private final List<Bell> rung = new ArrayList<>();

    @BeforeEach
    void listen() {
        store.wakeUp().listen(rung::add);
    }

    private void insert(NewJob.Start... starts) {
        inserts.insert(Stream.of(starts)
                .map(start -> new NewJob(new JobId(UUID.randomUUID()), SPEC, start))
                .toList());
    }

    @Test
    void whoever_waits_for_such_jobs_is_told_once() {
        insert(new NewJob.Now(), new NewJob.Now(), new NewJob.After(Duration.ofHours(1)));
        assertThat(rung).containsExactlyInAnyOrder(Bell.READY, Bell.SCHEDULED);
    }

    @Test
    void nobody_is_told_of_a_job_that_was_claimed_as_it_was_stored() {
        insert(CLAIMED);
        assertThat(rung).isEmpty();
        insert(CLAIMED, new NewJob.Now());
        assertThat(rung).containsExactly(Bell.READY);
    }

    @Test
    void nobody_is_told_twice_of_a_job_for_which_the_store_has_rung() {
        NewJob job = new NewJob(new JobId(UUID.randomUUID()), SPEC, new NewJob.Now());
        new RingingInserts(store, jobs -> List.of(Admission.rung(job.id()))).insert(List.of(job));
        assertThat(rung).isEmpty();
    }

    @Test
    void a_job_that_was_not_claimed_after_all_is_ready_for_all() {
        store.pause("default", true);
        insert(CLAIMED);
        assertThat(rung).containsExactly(Bell.READY);
    }
}
