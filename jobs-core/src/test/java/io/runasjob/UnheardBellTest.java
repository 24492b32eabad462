package io.runasjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.job.CancelAnswer;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.memory.InMemoryJobStore;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.WakeUp;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that no bell tells of is found all the same, by nodes that have ceased to poll: here every ring is lost. */
@Timeout(60)
class UnheardBellTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final JobRequest<Object> NOTE = JobRequest.ofType("note", "x");
    private static final JobRequest<Object> BLOCK = JobRequest.ofType("block", "x");

    private final InMemoryJobStore memory = new InMemoryJobStore();
    private final Blocker blocker = Blocker.obedient();
    private TroubledStore calls = new TroubledStore(memory);
    private @Nullable JobService jobs;

    /** A doorbell whose rings nobody hears. */
    private record Mute(boolean reachesOtherJvms) implements WakeUp {
        @Override
        public void ring(Bell bell) {}

        @Override
        public Subscription listen(Consumer<Bell> listener) {
            return () -> {};
        }
    }

    /** Dead after six seconds, so that by itself it looks for lost jobs every 24 s. */
    private JobService nodeThatBelievesInItsBell() {
        return start(true, Duration.ofMillis(200), Duration.ofSeconds(6));
    }

    private JobService nodeWhoseHeartBeatsSeldom() {
        return start(false, Duration.ofHours(1), Duration.ofHours(3));
    }

    private JobService start(boolean believes, Duration heartbeat, Duration deadAfter) {
        calls = new TroubledStore(mute(new Mute(believes)));
        JobService service = JobService.builder()
                .store(calls.store())
                .handler("note", String.class, (word, job) -> word)
                .handler("block", String.class, blocker)
                .queue("default", 2)
                .heartbeat(heartbeat)
                .deadAfter(deadAfter)
                .start();
        jobs = service;
        return service;
    }

    private JobStore mute(Mute bell) {
        Class<?>[] roles = {JobStore.class};
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                roles,
                (proxy, method, arguments) -> method.getName().equals("wakeUp") ? bell : passOn(method, arguments));
    }

    private @Nullable Object passOn(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(memory, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @AfterEach
    void close() {
        blocker.release();
        if (jobs != null) {
            jobs.close();
        }
    }

    /** The node no longer polls: it asks for no job while the other verb is called that often, for longer than a poll takes. */
    private void awaitQuiet(String clock, int ticks) {
        await().atMost(LONG).until(() -> {
            int claims = calls.calls("claim");
            awaitMore(clock, ticks);
            return calls.calls("claim") == claims;
        });
    }

    private void awaitMore(String verb, int times) {
        int before = calls.calls(verb);
        await().atMost(LONG).until(() -> calls.calls(verb) >= before + times);
    }

    @Test
    void a_ready_job_begins_after_the_next_heartbeat() throws InterruptedException {
        JobService node = nodeThatBelievesInItsBell();
        awaitQuiet("heartbeat", 10);

        assertThat(node.submit(NOTE).await(LONG)).isEqualTo("x");
        assertThat(calls.calls("look")).as("looks beside the heartbeats").isZero();
    }

    @Test
    void a_job_that_nobody_here_can_run_is_asked_for_once_a_heartbeat_and_no_more() {
        JobService node = nodeThatBelievesInItsBell();
        awaitQuiet("heartbeat", 10);
        node.pause("default");
        node.submit(NOTE);
        int claims = calls.calls("claim");
        awaitMore("heartbeat", 10);

        assertThat(calls.calls("claim") - claims).isBetween(5, 12);
    }

    @Test
    void a_delayed_job_becomes_ready_after_the_next_heartbeat() throws InterruptedException {
        JobService node = nodeThatBelievesInItsBell();
        await().until(() -> calls.calls("promote") > 0);

        assertThat(node.submit(NOTE.in(Duration.ofMillis(300))).await(LONG)).isEqualTo("x");
    }

    @Test
    void an_idle_node_asks_for_nothing_but_its_heartbeat() {
        nodeThatBelievesInItsBell();
        await().until(() -> calls.calls("rescue") == 1);
        awaitQuiet("heartbeat", 10);
        List<String> others = List.of("claim", "promote", "rescue", "now", "find", "leasesOf", "look");
        List<Integer> before = others.stream().map(calls::calls).toList();
        awaitMore("heartbeat", 10);

        assertThat(others.stream().map(calls::calls)).isEqualTo(before);
    }

    @Test
    void jobs_of_a_dead_node_are_rescued_after_the_next_heartbeat() {
        JobService node = nodeThatBelievesInItsBell();
        await().until(() -> calls.calls("rescue") == 1);
        JobId lost = node.create(NOTE);
        NodeId dead = NodeId.random();
        memory.register(new Registration(dead, "host", 1, Set.of(), Set.of(), Duration.ofMillis(1)));
        assertThat(memory.start(lost, dead)).isPresent();

        await().until(() -> memory.attempts(lost).size() == 1);
        assertThat(memory.attempts(lost).get(0).outcome()).isEqualTo(Outcome.LOST);
    }

    @Test
    void where_the_bell_stays_in_its_jvm_the_lookout_does_not_wait_for_the_heart() throws InterruptedException {
        JobService node = nodeWhoseHeartBeatsSeldom();
        awaitQuiet("look", 2);

        assertThat(node.submit(NOTE).await(LONG)).isEqualTo("x");
        assertThat(node.submit(NOTE.in(Duration.ofMillis(300))).await(LONG)).isEqualTo("x");
        assertThat(calls.calls("heartbeat")).isEqualTo(1);
    }

    @Test
    void where_the_bell_stays_in_its_jvm_the_lookout_finds_what_others_cancelled() throws InterruptedException {
        JobService node = nodeWhoseHeartBeatsSeldom();
        JobId running = node.submit(BLOCK).id();
        blocker.awaitBegun();
        assertThat(memory.cancel(Set.of(running))).containsValue(CancelAnswer.REQUESTED);

        blocker.awaitInterrupted();
        await().until(() -> node.find(running).orElseThrow().status() == JobStatus.CANCELLED);
    }
}
