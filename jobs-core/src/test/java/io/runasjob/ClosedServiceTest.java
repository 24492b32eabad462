package io.runasjob;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.StoreClosedException;
import io.runasjob.memory.InMemoryJobStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClosedServiceTest {
    private static final JobId ID = JobId.of("0190a000-0000-7000-8000-000000000001");
    private static final List<JobId> IDS = List.of(ID);
    private static final JobRequest<Object> NOTE = JobRequest.ofType("note", "x");

    private record Verb(String name, Consumer<JobService> call) {}

    @TestFactory
    Stream<DynamicTest> a_closed_service_refuses_to() {
        JobService jobs = JobService.builder().store(new InMemoryJobStore()).start();
        jobs.close();
        return verbs().map(verb -> DynamicTest.dynamicTest(
                verb.name(),
                () -> assertThatThrownBy(() -> verb.call().accept(jobs))
                        .isInstanceOf(StoreClosedException.class)
                        .hasMessageContaining("job service is closed")));
    }

    private static Stream<Verb> verbs() {
        return Stream.of(
                new Verb("submit", jobs -> jobs.submit(NOTE)),
                new Verb("submitAll", jobs -> jobs.submitAll(List.of(NOTE))),
                new Verb("handle", jobs -> jobs.handle(ID)),
                new Verb("handle as a class", jobs -> jobs.handle(ID, String.class)),
                new Verb("run", jobs -> jobs.run(NOTE)),
                new Verb("create", jobs -> jobs.create(NOTE)),
                new Verb("start", jobs -> jobs.start(ID)),
                new Verb("complete", jobs -> jobs.complete(ID, null)),
                new Verb("fail", jobs -> jobs.fail(ID, new IllegalStateException())),
                new Verb("runAsync", jobs -> jobs.runAsync(ID, () -> "x").join()),
                new Verb("isRunning", jobs -> jobs.isRunning(ID)),
                new Verb("find", jobs -> jobs.find(ID)),
                new Verb("list", jobs -> jobs.list(JobQuery.all())),
                new Verb("attempts", jobs -> jobs.attempts(ID)),
                new Verb("explain", jobs -> jobs.explain(ID)),
                new Verb("nodes", JobService::nodes),
                new Verb("cancel", jobs -> jobs.cancel(ID)),
                new Verb("cancel many", jobs -> jobs.cancel(IDS)),
                new Verb("retry", jobs -> jobs.retry(ID)),
                new Verb("retry many", jobs -> jobs.retry(IDS)),
                new Verb("delete", jobs -> jobs.delete(ID)),
                new Verb("delete many", jobs -> jobs.delete(IDS)),
                new Verb("reschedule", jobs -> jobs.reschedule(ID, Duration.ZERO)),
                new Verb("pause", jobs -> jobs.pause("default")),
                new Verb("resume", jobs -> jobs.resume("default")),
                new Verb("limit", jobs -> jobs.limit("default", 1)));
    }

    @Test
    void closing_twice_does_nothing_more() {
        JobService jobs = JobService.builder().store(new InMemoryJobStore()).start();
        jobs.close();
        assertThatCode(jobs::close).doesNotThrowAnyException();
    }

    @Test
    void a_handle_of_a_closed_service_says_so() {
        JobService jobs = JobService.builder().store(new InMemoryJobStore()).start();
        JobHandle<Object> handle = jobs.handle(ID);
        jobs.close();
        assertThatThrownBy(() -> handle.await(Duration.ofSeconds(5))).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(handle::job).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(handle::cancel).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void a_service_closes_the_store_that_it_owns_and_leaves_a_shared_one_open() {
        InMemoryJobStore owned = new InMemoryJobStore();
        InMemoryJobStore shared = new InMemoryJobStore();
        JobService.builder().store(owned).start().close();
        JobService.builder().sharedStore(shared).start().close();
        assertThatThrownBy(owned::now).isInstanceOf(StoreClosedException.class);
        assertThatCode(shared::now).doesNotThrowAnyException();
    }

    @Test
    void a_service_that_does_not_start_closes_the_store_that_it_owns() {
        InMemoryJobStore owned = new InMemoryJobStore();
        JobServiceBuilder wrong = JobService.builder().store(owned).heartbeat(Duration.ofMillis(1));
        assertThatThrownBy(wrong::start).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(owned::now).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void settings_that_no_clock_can_count_are_refused() {
        JobServiceBuilder builder = JobService.builder().store(new InMemoryJobStore());
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        assertThatThrownBy(() -> builder.grace(endless).start()).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> builder.grace(Duration.ZERO).deadAfter(endless).start())
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> builder.deadAfter(Duration.ofSeconds(30))
                        .heartbeat(endless)
                        .start())
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void a_wait_that_no_clock_can_count_is_a_long_one() throws InterruptedException {
        try (JobService jobs = JobService.builder()
                .store(new InMemoryJobStore())
                .handler("note", String.class, (word, job) -> word)
                .start()) {
            jobs.submit(NOTE).await(Duration.ofSeconds(Long.MAX_VALUE));
        }
    }
}
