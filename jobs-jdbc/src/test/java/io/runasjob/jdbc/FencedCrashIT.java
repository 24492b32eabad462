package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real processes are killed and frozen between an effect and its commit. The table of effects has no key at all: a double
 * would stay visible.
 */
@Timeout(180)
class FencedCrashIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private String url;
    private JobService service;

    @BeforeEach
    void start() {
        url = Databases.empty(JdbcDialect.POSTGRESQL);
        Databases.execute(url, "create table effect (number integer not null)");
        service = JobService.builder()
                .store(JdbcJobStore.open(url))
                .register(new FencedProcess.Handlers(url))
                .submitOnly()
                .heartbeat(WorkerProcess.HEARTBEAT)
                .deadAfter(WorkerProcess.DEAD_AFTER)
                .start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"explicit", "given"})
    void killed_between_effect_and_commit_the_effect_happens_exactly_once(String type) throws Exception {
        try (ChildJvm victim = worker()) {
            JobHandle<Long> handle = submit(type, 1);
            victim.await("WRITTEN " + handle.id() + " 1");
            victim.kill();
            try (ChildJvm heir = worker()) {
                heir.await("WRITTEN " + handle.id() + " 2");
                heir.say("release");
                assertThat(await(handle)).isEqualTo(heir.pid());
            }
            assertEnded(handle, Outcome.LOST, Outcome.SUCCEEDED);
            assertThat(Transactions.effects(url)).containsExactly(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"explicit", "given"})
    void a_stale_attempt_cannot_commit_after_its_successor_has(String type) throws Exception {
        try (ChildJvm frozen = worker()) {
            JobHandle<Long> handle = submit(type, 2);
            frozen.await("WRITTEN " + handle.id() + " 1");
            frozen.freeze();
            try (ChildJvm heir = worker()) {
                heir.await("WRITTEN " + handle.id() + " 2");
                heir.say("release");
                assertThat(await(handle)).isEqualTo(heir.pid());
            }
            assertStaleAttemptEnds(frozen);
            assertEnded(handle, Outcome.LOST, Outcome.SUCCEEDED);
            assertThat(Transactions.effects(url)).containsExactly(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"explicit", "given"})
    void a_stale_attempt_cannot_commit_while_its_successor_runs(String type) throws Exception {
        try (ChildJvm frozen = worker()) {
            JobHandle<Long> handle = submit(type, 3);
            frozen.await("WRITTEN " + handle.id() + " 1");
            frozen.freeze();
            try (ChildJvm heir = worker()) {
                heir.await("WRITTEN " + handle.id() + " 2");
                assertStaleAttemptEnds(frozen);
                assertThat(Transactions.effects(url)).isEmpty();
                heir.say("release");
                assertThat(await(handle)).isEqualTo(heir.pid());
            }
            assertThat(Transactions.effects(url)).containsExactly(3);
        }
    }

    @Test
    void killed_at_any_moment_of_the_commit_the_effect_happens_exactly_once() throws Exception {
        for (int number = 0; number < 4; number++) {
            try (ChildJvm victim = worker()) {
                JobHandle<Long> handle = submit(number % 2 == 0 ? "explicit" : "given", number);
                victim.await("WRITTEN " + handle.id() + " 1");
                victim.say("release");
                victim.kill();
                try (ChildJvm heir = worker()) {
                    heir.say("release");
                    assertThat(await(handle)).isIn(victim.pid(), heir.pid());
                }
            }
        }
        assertThat(Transactions.effects(url)).containsExactly(0, 1, 2, 3);
    }

    /** It has one thread: the next job that runs there begins when the stale attempt is over. */
    private void assertStaleAttemptEnds(ChildJvm frozen) throws Exception {
        frozen.thaw();
        frozen.say("release");
        JobHandle<Long> next = service.submit(FencedProcess.Handlers::pid);
        assertThat(next.await(LONG)).isEqualTo(frozen.pid());
    }

    private JobHandle<Long> submit(String type, int number) {
        return service.submit(JobRequest.<Long>ofType(type, number));
    }

    private static long await(JobHandle<Long> handle) throws InterruptedException {
        return handle.await(LONG);
    }

    private void assertEnded(JobHandle<?> handle, Outcome... outcomes) throws SQLException {
        assertThat(handle.job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(handle.job().run().failures()).isZero();
        assertThat(service.attempts(handle.id()))
                .extracting(attempt -> attempt.outcome())
                .containsExactly(outcomes);
    }

    private ChildJvm worker() throws Exception {
        ChildJvm worker = ChildJvm.start(FencedProcess.class, url);
        worker.await("READY");
        return worker;
    }
}
