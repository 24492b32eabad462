package io.runasjob.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.bench.engine.Engine;
import io.runasjob.bench.engine.Engines;
import io.runasjob.bench.node.NodeProcess;
import io.runasjob.bench.system.JobSystem.Role;
import io.runasjob.bench.system.JobSystems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DeliveryTest {
    private static final int JOBS = 30;

    @TempDir
    Path folder;

    private Engine engine;
    private Session session;
    private NodeProcess node;

    @BeforeEach
    void open() throws Exception {
        engine = Engines.start("h2", folder);
        session = new Session(engine, JobSystems.RUNASJOB, new Scale(0.001, 1_000, 1_000, 20), List.of());
        node = session.node(Role.WORKER);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        engine.close();
    }

    @Test
    void a_run_of_all_jobs_counts() throws Exception {
        run(0, JOBS);
        assertThat(Delivery.of(session).require(session, JOBS).distinct()).isEqualTo(JOBS);
    }

    @Test
    void a_run_with_a_missing_job_does_not_count() throws Exception {
        run(0, JOBS);
        session.warmed(-1); // so that the store agrees
        assertThatThrownBy(() -> Delivery.of(session).require(session, JOBS + 1))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContaining("31 jobs were submitted");
    }

    @Test
    void a_run_with_a_job_that_ran_twice_does_not_count() throws Exception {
        run(0, JOBS);
        node.ask("load base=0 count=1 batch=1 size=200");
        Session.await(node, JOBS + 1);
        Session.settle(node);
        session.warmed(1); // so that the store agrees
        assertThatThrownBy(() -> Delivery.of(session).require(session, JOBS)).isInstanceOf(UndeliveredException.class);
    }

    @Test
    void a_run_with_a_job_of_nobody_does_not_count() throws Exception {
        node.ask("resume");
        node.ask("load base=5000 count=1 batch=1 size=200");
        Session.settle(node);
        run(0, JOBS);
        session.warmed(1);
        node.ask("load base=6000 count=1 batch=1 size=200");
        Session.settle(node);
        session.warmed(1);
        assertThatThrownBy(() -> Delivery.of(session).require(session, JOBS))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContaining("strangers=1");
    }

    @Test
    void a_run_that_the_store_does_not_know_of_does_not_count() throws Exception {
        run(0, JOBS);
        session.warmed(1);
        assertThatThrownBy(() -> Delivery.of(session).require(session, JOBS)).isInstanceOf(UndeliveredException.class);
    }

    @Test
    void a_part_of_a_backlog_counts_when_the_store_agrees() throws Exception {
        run(0, JOBS);
        node.ask("pause");
        node.ask("load base=? count=5 batch=5 size=200", JOBS);
        Delivery.requirePart(session, JOBS + 5);
    }

    @Test
    void a_submit_that_was_lost_does_not_count() throws Exception {
        session.load(node, 0, JOBS);
        assertThatThrownBy(() -> Delivery.requireStored(session, JOBS + 1))
                .isInstanceOf(UndeliveredException.class)
                .hasMessageContaining("holds 30");
    }

    private void run(long base, int jobs) throws Exception {
        session.resetAll(base, jobs);
        session.load(node, base, jobs);
        node.ask("resume");
        Session.await(node, jobs);
        Session.settle(node);
    }
}
