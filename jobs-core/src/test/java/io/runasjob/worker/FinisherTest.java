package io.runasjob.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.Lease;
import io.runasjob.job.Outcome;
import io.runasjob.loop.Outage;
import io.runasjob.spi.AttemptEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FinisherTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final int ALL = 1_000_000;

    private final RecordingStore recorder = new RecordingStore();
    private final HeldAttempts held = new HeldAttempts(attempt -> {}, Attempts.NO_TRANSACTIONS);
    private final Outage outage = new Membership(Duration.ofHours(1)).outage();
    private final Finisher finisher =
            new Finisher(recorder.store(), held, new ProgressWriter(recorder.store(), outage), outage);

    @BeforeEach
    void start() {
        finisher.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        recorder.mayAnswer.release(ALL);
        finisher.stop(LONG);
    }

    private CompletableFuture<Boolean> complete(HeldAttempt attempt) {
        return end(attempt, new AttemptEnd.Completed(attempt.lease(), null));
    }

    private CompletableFuture<Boolean> end(HeldAttempt attempt, AttemptEnd end) {
        return finisher.finishAndTell(attempt, end).orTimeout(10, TimeUnit.SECONDS);
    }

    @Test
    void ends_that_gather_while_one_is_stored_are_stored_together() throws InterruptedException {
        CompletableFuture<Boolean> first = complete(held.hold(Attempts.leased()));
        recorder.calls.acquire();
        List<CompletableFuture<Boolean>> gathered = IntStream.range(0, 50)
                .mapToObj(i -> complete(held.hold(Attempts.leased())))
                .toList();
        recorder.mayAnswer.release(ALL);
        assertThat(first.join()).isTrue();
        assertThat(gathered).allMatch(CompletableFuture::join);
        assertThat(recorder.finished.stream().map(List::size)).containsExactly(1, 50);
    }

    @Test
    void an_end_that_cannot_be_stored_fails_its_job_and_holds_up_no_other() throws InterruptedException {
        CompletableFuture<Boolean> first = complete(held.hold(Attempts.leased()));
        recorder.calls.acquire();
        HeldAttempt poisonous = held.hold(Attempts.leased());
        recorder.poison.add(poisonous.lease());
        CompletableFuture<Boolean> bad = complete(poisonous);
        CompletableFuture<Boolean> good = complete(held.hold(Attempts.leased()));
        recorder.mayAnswer.release(ALL);
        assertThat(first.join() && bad.join() && good.join()).isTrue();
        assertThat(recorder.finished.stream().flatMap(List::stream))
                .filteredOn(end -> end.lease().equals(poisonous.lease()))
                .singleElement()
                .isInstanceOfSatisfying(
                        AttemptEnd.Failed.class,
                        end -> assertThat(end.error().message()).isEqualTo("this end cannot be stored"));
    }

    @Test
    void only_the_first_end_of_an_attempt_is_stored() {
        HeldAttempt attempt = held.hold(Attempts.leased());
        CompletableFuture<Boolean> first = complete(attempt);
        CompletableFuture<Boolean> second = end(attempt, new AttemptEnd.Released(attempt.lease()));
        recorder.mayAnswer.release(ALL);
        assertThat(first.join()).isTrue();
        assertThat(second.join()).isFalse();
        assertThat(recorder.finished.stream().flatMap(List::stream).map(AttemptEnd::outcome))
                .containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    void a_stale_attempt_and_its_successor_are_not_ended_in_one_call() throws InterruptedException {
        CompletableFuture<Boolean> first = complete(held.hold(Attempts.leased()));
        recorder.calls.acquire();
        Job job = Attempts.leased();
        HeldAttempt stale = held.hold(job);
        HeldAttempt successor = held.hold(Attempts.again(job));
        CompletableFuture<Boolean> one = complete(stale);
        CompletableFuture<Boolean> two = complete(successor);
        recorder.mayAnswer.release(ALL);
        assertThat(first.join() && one.join() && two.join()).isTrue();
        assertThat(recorder.finished).allSatisfy(call -> assertThat(call).hasSize(1));
    }

    @Test
    void who_waits_for_an_end_that_cannot_be_stored_is_told_when_the_node_stops() throws InterruptedException {
        CompletableFuture<Boolean> waiting = complete(held.hold(Attempts.leased()));
        recorder.calls.acquire();
        finisher.stop(Duration.ofMillis(1));
        assertThat(waiting).isCompletedWithValue(false);
        assertThat(complete(Attempts.held())).isCompletedWithValue(false);
    }

    @Test
    void what_is_stored_is_held_no_longer() throws InterruptedException {
        HeldAttempt attempt = held.hold(Attempts.leased());
        Lease lease = attempt.lease();
        CompletableFuture<Boolean> stored = complete(attempt);
        recorder.calls.acquire();
        assertThat(held.knows(lease)).isTrue();
        recorder.mayAnswer.release(ALL);
        assertThat(stored.join()).isTrue();
        assertThat(held.awaitEmpty(LONG.toMillis())).isTrue();
        assertThat(held.knows(lease)).isFalse();
    }
}
