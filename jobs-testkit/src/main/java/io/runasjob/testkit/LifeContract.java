package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.job.StoreClosedException;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.spi.WakeUp.Bell;
import io.runasjob.spi.WakeUp.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Opening, the clock, the doorbell, and the end. */
interface LifeContract extends StoreTests {

    @Test
    default void a_store_may_be_opened_again_and_by_several_threads() throws Exception {
        JobId id = driver().insert(SampleJobs.sample());
        store().open();
        Together.run(4, () -> {
            store().open();
            return true;
        });

        assertThat(driver().read(id).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    default void the_clock_does_not_go_back() {
        Instant before = store().now();
        for (int i = 0; i < 20; i++) {
            Instant now = store().now();
            assertThat(now).isAfterOrEqualTo(before);
            before = now;
        }
    }

    @TestFactory
    default Stream<DynamicTest> a_ring_is_heard_in_this_jvm() {
        return Stream.of(Bell.values())
                .map(bell -> DynamicTest.dynamicTest(bell.name(), () -> {
                    BlockingQueue<Bell> heard = new LinkedBlockingQueue<>();
                    try (Subscription subscription = store().wakeUp().listen(heard::add)) {
                        assertThat(subscription).isNotNull();
                        store().wakeUp().ring(bell);
                        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(bell);
                    }
                }));
    }

    @Test
    default void the_doorbell_is_always_the_same() {
        assertThat(store().wakeUp()).isSameAs(store().wakeUp());
    }

    @TestFactory
    default Stream<DynamicTest> a_closed_store_refuses_every_verb() {
        Map<String, ThrowingCallable> verbs = verbs(driver().run(SampleJobs.sample()));
        store().close();
        return verbs.entrySet().stream()
                .map(verb -> DynamicTest.dynamicTest(
                        verb.getKey(),
                        () -> assertThatThrownBy(verb.getValue())
                                .isInstanceOf(StoreClosedException.class)
                                .hasMessageContaining("closed")));
    }

    @Test
    default void a_store_may_be_closed_again() {
        store().close();
        store().close();
    }

    private Map<String, ThrowingCallable> verbs(Lease lease) {
        List<JobId> ids = List.of(lease.job());
        NodeId node = lease.node();
        ClaimRequest claim =
                new ClaimRequest(node, List.of(new ClaimRequest.Demand("default", 1)), Set.of(SampleJobs.TYPE));
        Map<String, ThrowingCallable> verbs = new LinkedHashMap<>();
        verbs.put("open", () -> store().open());
        verbs.put("now", () -> store().now());
        verbs.put("insert", () -> store().insert(SampleJobs.sample().many(1)));
        verbs.put("claim", () -> store().claim(claim));
        verbs.put("start", () -> store().start(lease.job(), node));
        verbs.put("finish", () -> store().finish(List.of(new AttemptEnd.Released(lease))));
        verbs.put("saveProgress", () -> store().saveProgress(List.of(new ProgressUpdate(lease, Progress.NONE))));
        verbs.put("promote", () -> store().promote(10));
        verbs.put("rescue", () -> store().rescue(3, 10));
        verbs.put("cancel", () -> store().cancel(ids));
        verbs.put("retry", () -> store().retry(ids));
        verbs.put("delete", () -> store().delete(ids));
        verbs.put("reschedule", () -> store().reschedule(ids, Duration.ZERO));
        verbs.put("pause", () -> store().pause("default", true));
        verbs.put("limit", () -> store().limit("default", 1));
        verbs.put("find", () -> store().find(ids));
        verbs.put("list", () -> store().list(JobQuery.all()));
        verbs.put("attempts", () -> store().attempts(lease.job()));
        verbs.put("pausedQueues", () -> store().pausedQueues());
        verbs.put("register", () -> store().register(StoreDriver.registration(node)));
        verbs.put("heartbeat", () -> store().heartbeat(node));
        verbs.put("deregister", () -> store().deregister(node));
        verbs.put("leasesOf", () -> store().leasesOf(node));
        verbs.put("nodes", () -> store().nodes());
        return verbs;
    }
}
