package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Labels;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.QueueFullException;
import io.runasjob.job.Subject;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobUpkeep.Rescue;
import io.runasjob.spi.NewJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** New jobs that a node claims in the insert itself. */
interface ClaimedInsertContract extends StoreTests {

    @Test
    default void a_new_job_may_be_claimed_by_a_node_as_it_is_stored() {
        NodeId node = driver().node();
        Admission admission = insertOne(SampleJobs.sample().claimedBy(node));
        Job job = driver().read(admission.id());

        assertThat(admission.created()).isTrue();
        assertThat(admission.claimed()).contains(job);
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.times().due()).isEqualTo(job.times().created());
        assertThat(job.times().started()).contains(job.times().created());
        assertThat(job.lease()).contains(new Lease(job.id(), 1, node));
        assertThat(store().leasesOf(node)).containsExactly(StoreDriver.lease(job));
        assertThat(driver().claim(driver().node(), job.queue(), 10)).isEmpty();
        assertThat(driver().complete(StoreDriver.lease(job)).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    default void a_job_that_its_node_claimed_as_it_was_stored_is_rescued_like_any_other() {
        Lease lease = insertOne(SampleJobs.sample().claimedBy(driver().node()))
                .claimed()
                .flatMap(Job::lease)
                .orElseThrow();
        driver().passTime(Duration.ofSeconds(31));

        assertThat(store().rescue(3, 100)).containsExactly(new Rescue(lease, JobStatus.PENDING));
    }

    @Test
    default void in_a_paused_queue_nobody_claims_a_new_job() {
        store().pause("default", true);
        Admission admission = insertOne(SampleJobs.sample().claimedBy(driver().node()));

        assertThat(admission).isEqualTo(new Admission(admission.id(), true));
        assertThat(driver().read(admission.id()).status()).isEqualTo(JobStatus.PENDING);

        store().pause("default", false);
        assertThat(driver().claim(driver().node(), "default", 10))
                .extracting(Job::id)
                .containsExactly(admission.id());
    }

    @Test
    default void in_a_queue_with_a_limit_new_jobs_wait_and_count() {
        store().limit("default", 1);
        Admission admission = insertOne(SampleJobs.sample().claimedBy(driver().node()));

        assertThat(admission).isEqualTo(new Admission(admission.id(), true));
        assertThat(driver().read(admission.id()).status()).isEqualTo(JobStatus.PENDING);
        assertThatThrownBy(() -> insertOne(SampleJobs.sample().claimedBy(driver().node())))
                .isInstanceOf(QueueFullException.class);
    }

    @Test
    default void one_insert_may_mix_jobs_that_are_claimed_with_others() {
        store().pause("paused", true);
        store().limit("bounded", 5);
        NodeId node = driver().node();
        Labels labels = new Labels(List.of(new Subject("document", "17")), Set.of("b", "a"), Map.of("k", "v"));
        List<NewJob> jobs = List.of(
                SampleJobs.sample().claimedBy(node).labels(labels).one(),
                SampleJobs.sample().queue("paused").claimedBy(node).one(),
                SampleJobs.sample().one(),
                SampleJobs.sample().queue("bounded").claimedBy(node).one(),
                SampleJobs.sample().queue("other").priority(9).claimedBy(node).one(),
                SampleJobs.sample().runningOn(node).one());
        List<Admission> admissions = store().insert(jobs);

        assertThat(admissions)
                .extracting(Admission::id)
                .isEqualTo(jobs.stream().map(NewJob::id).toList());
        assertThat(admissions)
                .extracting(admission -> admission.claimed().isPresent())
                .containsExactly(true, false, false, false, true, false);
        assertThat(admissions)
                .extracting(admission -> driver().read(admission.id()).status())
                .containsExactly(
                        JobStatus.RUNNING,
                        JobStatus.PENDING,
                        JobStatus.PENDING,
                        JobStatus.PENDING,
                        JobStatus.RUNNING,
                        JobStatus.RUNNING);
        assertThat(admissions)
                .allSatisfy(admission ->
                        admission.claimed().ifPresent(job -> assertThat(job).isEqualTo(driver().read(job.id()))));
    }

    @Test
    default void thousands_of_jobs_are_claimed_as_they_are_stored() {
        NodeId node = driver().node();
        List<Admission> admissions =
                store().insert(SampleJobs.sample().claimedBy(node).many(2_500));

        assertThat(admissions).allMatch(admission -> admission.claimed().isPresent());
        assertThat(store().leasesOf(node)).hasSize(2_500);
    }

    @Test
    default void a_job_whose_key_is_held_is_claimed_by_nobody() {
        JobId holder = driver().insert(SampleJobs.sample().unique("k", OnDuplicate.REFUSE));
        SampleJobs again = SampleJobs.sample().unique("k", OnDuplicate.RETURN_EXISTING);

        assertThat(insertOne(again.claimedBy(driver().node()))).isEqualTo(new Admission(holder, false));
        assertThat(driver().read(holder).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    default void a_claimed_job_holds_its_key() {
        NodeId node = driver().node();
        List<NewJob> jobs = new ArrayList<>();
        jobs.add(SampleJobs.sample()
                .unique("k", OnDuplicate.REFUSE)
                .claimedBy(node)
                .one());
        jobs.add(SampleJobs.sample()
                .unique("k", OnDuplicate.RETURN_EXISTING)
                .claimedBy(node)
                .one());
        List<Admission> admissions = store().insert(jobs);

        assertThat(admissions.get(0).claimed()).isPresent();
        assertThat(admissions.get(1)).isEqualTo(new Admission(jobs.get(0).id(), false));
        assertThat(store().leasesOf(node)).hasSize(1);
    }

    @Test
    default void an_id_that_a_job_has_is_refused_to_who_would_claim_it() {
        NodeId node = driver().node();
        JobId waiting = driver().insert(SampleJobs.sample());
        JobId ended = driver().bring(JobStatus.COMPLETED, SampleJobs.sample()).id();

        for (JobId known : List.of(waiting, ended)) {
            NewJob other = SampleJobs.sample().claimedBy(node).one();
            NewJob again = new NewJob(known, other.spec(), other.start());
            assertThatThrownBy(() -> store().insert(List.of(again))).isInstanceOf(InvalidValueException.class);
            assertThatThrownBy(() -> store().insert(List.of(other, again))).isInstanceOf(InvalidValueException.class);
            assertThat(driver().find(other.id())).isEmpty();
        }
        assertThat(store().leasesOf(node)).isEmpty();
    }

    private Admission insertOne(SampleJobs job) {
        return store().insert(List.of(job.one())).get(0);
    }
}
