package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.runasjob.job.DuplicateJobException;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.QueueFullException;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.StoreTransaction;
import io.runasjob.spi.WakeUp.Bell;
import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import io.runasjob.testkit.StoreFixture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The caller's session, on a fake replica set, which isolates nothing: what is left counts, not what is seen meanwhile. */
@Timeout(60)
class SessionTest {
    private static final RecordedCommands RECORDED = new RecordedCommands(false);

    private final FakeReplicaSet server = new FakeReplicaSet();
    private final MongoClient client = server.client(RECORDED);
    private final MongoJobStore store = MongoJobStore.of(client, "app");
    private final StoreDriver driver = driver();
    private final MongoCollection<Document> effects = client.getDatabase("app").getCollection("effects");
    private final ClientSession session = client.startSession();
    private final StoreTransaction transaction = MongoTransaction.of(session);

    private StoreDriver driver() {
        store.open();
        return new StoreDriver(new StoreFixture() {
            @Override
            public MongoJobStore store() {
                return store;
            }

            @Override
            public void passTime(Duration duration) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        });
    }

    /** Those of transactions and change streams too, which the contract does not send. */
    @AfterAll
    static void every_command_operator_and_option_is_in_the_table() {
        assertThat(CommandTable.read().keySet()).containsAll(RECORDED.words());
        assertThat(RECORDED.words())
                .contains("commitTransaction", "abortTransaction", "insert.startTransaction", "$changeStream");
    }

    @AfterEach
    void close() {
        session.close();
        store.close();
        client.close();
        server.stop();
    }

    @Test
    void a_job_and_its_data_are_committed_together() {
        NewJob job = SampleJobs.sample().one();
        session.startTransaction();
        effects.insertOne(session, new Document("_id", 1));
        assertThat(store.joining(transaction).insert(List.of(job))).containsExactly(new Admission(job.id(), true));
        session.commitTransaction();

        assertThat(driver.read(job.id()).status()).isEqualTo(JobStatus.PENDING);
        assertThat(effects.countDocuments()).isEqualTo(1);
    }

    @Test
    void nobody_claims_a_job_before_its_transaction_is_committed() {
        NewJob job = SampleJobs.sample().claimedBy(driver.node()).one();
        session.startTransaction();
        assertThat(store.joining(transaction).insert(List.of(job))).containsExactly(new Admission(job.id(), true));
        session.commitTransaction();

        assertThat(driver.read(job.id()).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void of_an_aborted_transaction_no_job_is_left() {
        NewJob job = SampleJobs.sample().one();
        session.startTransaction();
        store.joining(transaction).insert(List.of(job));
        session.abortTransaction();

        assertThat(driver.find(job.id())).isEmpty();
    }

    @Test
    void a_taken_key_is_refused_and_the_transaction_goes_on() {
        driver.insert(SampleJobs.sample().unique("k", OnDuplicate.REFUSE));
        session.startTransaction();
        effects.insertOne(session, new Document("_id", 1));
        assertThatThrownBy(() -> store.joining(transaction)
                        .insert(List.of(SampleJobs.sample()
                                .unique("k", OnDuplicate.REFUSE)
                                .one())))
                .isInstanceOf(DuplicateJobException.class);
        session.commitTransaction();

        assertThat(effects.countDocuments()).isEqualTo(1);
    }

    @Test
    void a_key_that_the_same_transaction_took_is_taken() {
        NewJob job = SampleJobs.sample().unique("k", OnDuplicate.REFUSE).one();
        session.startTransaction();
        store.joining(transaction).insert(List.of(job));

        assertThat(store.joining(transaction)
                        .insert(List.of(SampleJobs.sample()
                                .unique("k", OnDuplicate.RETURN_EXISTING)
                                .one())))
                .containsExactly(new Admission(job.id(), false));
        session.commitTransaction();
    }

    @Test
    void a_full_queue_is_full_for_a_transaction_too() {
        store.limit("bounded", 2);
        session.startTransaction();
        store.joining(transaction).insert(SampleJobs.sample().queue("bounded").many(2));
        assertThatThrownBy(() -> store.joining(transaction)
                        .insert(SampleJobs.sample().queue("bounded").many(1)))
                .isInstanceOf(QueueFullException.class);
        session.commitTransaction();
    }

    @Test
    void the_commit_rings_in_other_stores_and_in_this_one() {
        List<Bell> here = new CopyOnWriteArrayList<>();
        List<Bell> there = new CopyOnWriteArrayList<>();
        try (MongoClient another = server.client(RECORDED);
                MongoJobStore other = MongoJobStore.of(another, "app")) {
            other.open();
            await().until(() ->
                    store.wakeUp().reachesOtherJvms() && other.wakeUp().reachesOtherJvms());
            store.wakeUp().listen(here::add);
            other.wakeUp().listen(there::add);
            session.startTransaction();
            store.joining(transaction).insert(SampleJobs.sample().many(3));
            session.commitTransaction();

            await().untilAsserted(() -> assertThat(there).containsExactly(Bell.READY));
            await().untilAsserted(() -> assertThat(here).containsExactly(Bell.READY));
        }
    }

    @Test
    void a_ring_is_heard_once_by_each_store() {
        List<Bell> here = new CopyOnWriteArrayList<>();
        List<Bell> there = new CopyOnWriteArrayList<>();
        try (MongoClient another = server.client(RECORDED);
                MongoJobStore other = MongoJobStore.of(another, "app")) {
            other.open();
            await().until(() ->
                    store.wakeUp().reachesOtherJvms() && other.wakeUp().reachesOtherJvms());
            store.wakeUp().listen(here::add);
            other.wakeUp().listen(there::add);
            store.wakeUp().ring(Bell.CANCEL);
            await().untilAsserted(() -> assertThat(there).containsExactly(Bell.CANCEL));
            other.wakeUp().ring(Bell.READY);
            await().untilAsserted(() -> assertThat(here).containsExactly(Bell.CANCEL, Bell.READY));
        }
    }

    @Test
    void an_end_and_its_effects_are_committed_together() {
        Lease lease = driver.run(SampleJobs.sample());
        session.startTransaction();
        effects.insertOne(session, new Document("_id", 1));

        assertThat(store.commit(transaction, new AttemptEnd.Completed(lease, "\"x\"")))
                .isTrue();
        assertThat(session.hasActiveTransaction()).isFalse();
        assertThat(driver.read(lease.job()).result()).contains("\"x\"");
        assertThat(effects.countDocuments()).isEqualTo(1);
    }

    @Test
    void a_stale_attempt_commits_nothing() {
        Lease lease = driver.run(SampleJobs.sample());
        driver.finish(new AttemptEnd.Released(lease));
        session.startTransaction();
        effects.insertOne(session, new Document("_id", 1));

        assertThat(store.commit(transaction, new AttemptEnd.Completed(lease, null)))
                .isFalse();
        assertThat(effects.countDocuments()).isZero();
        assertThat(driver.read(lease.job()).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void a_commit_whose_answers_are_lost_is_asked_for_until_it_is_known() {
        Lease lease = driver.run(SampleJobs.sample());
        session.startTransaction();
        server.loseCommits(3);

        assertThat(store.commit(transaction, new AttemptEnd.Completed(lease, null)))
                .isTrue();
        assertThat(driver.read(lease.job()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void when_the_server_never_says_so_the_job_tells_that_the_commit_took_place() {
        Lease lease = driver.run(SampleJobs.sample());
        session.startTransaction();
        server.loseCommits(Integer.MAX_VALUE);

        assertThat(impatient().commit(session, new AttemptEnd.Completed(lease, null)))
                .isTrue();
        assertThat(driver.read(lease.job()).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void when_the_server_never_says_so_the_job_tells_that_the_commit_did_not_take_place() {
        Lease lease = driver.run(SampleJobs.sample());
        session.startTransaction();
        server.undoCommits();

        assertThatThrownBy(() -> impatient().commit(session, new AttemptEnd.Completed(lease, null)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Could not commit attempt 1");
        driver.complete(lease);
    }

    private CommitAttempt impatient() {
        Database database = new Database(client.getDatabase("app"), "job", "test");
        return new CommitAttempt(database, new FinishAttempts(database), Duration.ofMillis(50));
    }

    @Test
    void a_handler_gets_a_session_with_a_transaction_that_is_undone_unless_it_commits() throws Exception {
        try (var open = store.begin(ClientSession.class)) {
            ClientSession given = (ClientSession) open.resource();
            assertThat(given.hasActiveTransaction()).isTrue();
            effects.insertOne(given, new Document("_id", 1));
        }
        assertThat(effects.countDocuments()).isZero();
    }
}
