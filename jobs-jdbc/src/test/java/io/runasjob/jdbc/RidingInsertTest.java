package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.InvalidValueException;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.WakeUp.Bell;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On PostgreSQL the ring for a single new job travels in the statement that stores it. */
class RidingInsertTest {
    private final WatchedDataSource source = new WatchedDataSource(Databases.empty(JdbcDialect.POSTGRESQL));
    private final JdbcJobStore store = JdbcJobStore.of(source);
    private final JdbcJobStore other = JdbcJobStore.of(source);
    private final Queue<Bell> heardHere = new ConcurrentLinkedQueue<>();
    private final Queue<Bell> heardThere = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void connect() {
        for (JdbcJobStore each : List.of(store, other)) {
            each.open();
            each.wakeUp().listen(bell -> (each == store ? heardHere : heardThere).add(bell));
            await().atMost(WakeUpNode.PATIENCE).until(() -> each.wakeUp().reachesOtherJvms());
        }
        // notifications arrive in the order of their commits: after this one those of the start have come
        other.wakeUp().ring(Bell.LOST);
        await().atMost(WakeUpNode.PATIENCE).until(() -> heardHere.contains(Bell.LOST));
        store.wakeUp().ring(Bell.CANCEL);
        await().atMost(WakeUpNode.PATIENCE).until(() -> heardThere.contains(Bell.CANCEL));
        heardHere.clear();
        heardThere.clear();
        source.forget();
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    @Test
    void a_single_job_takes_its_ring_along_and_both_jvms_hear_it_once() {
        NewJob job = Samples.jobs(1).get(0);

        assertThat(store.insert(List.of(job))).containsExactly(Admission.rung(job.id()));
        assertThat(heardHere).containsExactly(Bell.READY);
        await().atMost(WakeUpNode.PATIENCE).until(() -> heardThere.contains(Bell.READY));

        store.wakeUp().ring(Bell.LOST);
        await().atMost(WakeUpNode.PATIENCE).until(() -> heardThere.contains(Bell.LOST));
        assertThat(heardThere).containsExactly(Bell.READY, Bell.LOST);
        assertThat(source.statements())
                .filteredOn(sql -> sql.contains("insert"))
                .hasSize(1);
    }

    @Test
    void a_job_that_is_refused_rings_nowhere() {
        NewJob job = Samples.jobs(1).get(0);
        store.insert(List.of(job, Samples.jobs(1).get(0)));

        assertThatThrownBy(() -> store.insert(List.of(job))).isInstanceOf(InvalidValueException.class);

        assertThat(source.statements()).anyMatch(sql -> sql.endsWith(PostgresChannel.Ride.with("")));
        store.wakeUp().ring(Bell.LOST);
        await().atMost(WakeUpNode.PATIENCE).until(() -> heardThere.contains(Bell.LOST));
        assertThat(heardThere).containsExactly(Bell.LOST);
        assertThat(heardHere).containsExactly(Bell.LOST);
    }

    @Test
    void several_jobs_leave_their_ring_to_the_caller() {
        assertThat(store.insert(Samples.jobs(2))).noneMatch(Admission::rung);
        assertThat(heardHere).isEmpty();
    }
}
