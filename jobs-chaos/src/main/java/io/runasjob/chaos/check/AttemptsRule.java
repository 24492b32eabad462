package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event.Ended;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.FinalAttempt;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every attempt has a number of its own and one node, and has ended before the next; a handler that still runs while the next
 * attempt runs is one whose attempt was taken from it.
 */
final class AttemptsRule implements Rule {
    private static final Set<Outcome> TAKEN_AWAY = Set.of(Outcome.LOST, Outcome.RELEASED, Outcome.TIMED_OUT);

    private record Key(String job, int attempt) {}

    @Override
    public List<String> violations(History history) {
        List<String> found = new ArrayList<>();
        Map<Key, FinalAttempt> stored = new HashMap<>();
        for (FinalJob job : history.state().jobs()) {
            job.attempts().forEach(attempt -> stored.put(new Key(job.id(), attempt.number()), attempt));
            gaps(job, found);
        }
        Map<Key, Started> starts = starts(history, stored, found);
        overlaps(history, stored, starts, found);
        return found;
    }

    private static void gaps(FinalJob job, List<String> found) {
        int last = job.status() == JobStatus.RUNNING
                ? job.run().attempt() - 1
                : job.run().attempt();
        List<Integer> numbers =
                job.attempts().stream().map(FinalAttempt::number).toList();
        if (!numbers.equals(IntStream.rangeClosed(1, last).boxed().toList())) {
            found.add("Job " + job.id() + " is " + job.status() + " in attempt "
                    + job.run().attempt() + ", the attempts that have ended are " + numbers);
        }
    }

    private static Map<Key, Started> starts(History history, Map<Key, FinalAttempt> stored, List<String> found) {
        Map<Key, Started> starts = new HashMap<>();
        for (Started start : history.all(Started.class)) {
            Key key = new Key(start.job(), start.attempt());
            Started other = starts.put(key, start);
            if (other != null) {
                found.add("Two handlers ran in one attempt: " + other + ", " + start);
            }
            FinalAttempt attempt = stored.get(key);
            if (attempt == null ? !runs(history, start) : !attempt.node().equals(start.node())) {
                found.add("The store knows " + attempt + " of job " + start.job() + ", but there was " + start);
            }
        }
        return starts;
    }

    /** Whether it is the attempt that is RUNNING even now. */
    private static boolean runs(History history, Started start) {
        return history.job(start.job())
                .filter(job -> job.status() == JobStatus.RUNNING)
                .filter(job -> job.run().attempt() == start.attempt())
                .filter(job -> job.lastNode().equals(start.node()))
                .isPresent();
    }

    private static void overlaps(
            History history, Map<Key, FinalAttempt> stored, Map<Key, Started> starts, List<String> found) {
        for (Ended end : history.all(Ended.class)) {
            Started next = starts.get(new Key(end.job(), end.attempt() + 1));
            if (next != null && next.at() < end.at()) {
                FinalAttempt attempt = stored.get(new Key(end.job(), end.attempt()));
                mayRunOn(attempt, end, next, found);
            }
        }
    }

    private static void mayRunOn(@Nullable FinalAttempt attempt, Ended end, Started next, List<String> found) {
        if (attempt == null || !TAKEN_AWAY.contains(attempt.outcome())) {
            found.add(
                    "Attempt " + end.attempt() + " of job " + end.job() + " (" + Objects.toString(attempt, "not stored")
                            + ") ran until " + end.at() + ", the next began at " + next.at());
        }
    }
}
