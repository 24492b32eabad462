package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event.Acknowledged;
import io.runasjob.chaos.history.Event.Refused;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * No two jobs of one key were certainly live at one time: a job is certainly live from the answer to its submit, or the start
 * of its first handler, to the beginning of the transaction that ended it. Who was refused, or given another's job, was told a
 * job with that key.
 */
final class KeysRule implements Rule {
    private record Life(FinalJob job, long from) {}

    @Override
    public List<String> violations(History history) {
        return Stream.concat(overlaps(history), answers(history)).toList();
    }

    private static Stream<String> overlaps(History history) {
        Map<String, Long> seen = firstSeen(history);
        Map<String, List<Life>> lives = history.state().jobs().stream()
                .filter(job -> job.key().isPresent() && seen.containsKey(job.id()))
                .map(job -> new Life(job, Objects.requireNonNull(seen.get(job.id()))))
                .filter(life -> life.from() < life.job().finished())
                .collect(Collectors.groupingBy(life -> life.job().key().orElseThrow()));
        return lives.values().stream().flatMap(KeysRule::overlaps);
    }

    private static Stream<String> overlaps(List<Life> lives) {
        List<Life> sorted =
                lives.stream().sorted(Comparator.comparingLong(Life::from)).toList();
        List<String> found = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            Life earlier = longest(sorted.subList(0, i));
            Life later = sorted.get(i);
            if (earlier.job().finished() > later.from()) {
                found.add("Key " + later.job().keyOrNull() + " was held by two jobs at " + later.from() + ": "
                        + earlier.job().id() + " and " + later.job().id());
            }
        }
        return found.stream();
    }

    private static Life longest(List<Life> lives) {
        return lives.stream()
                .max(Comparator.comparingLong(life -> life.job().finished()))
                .orElseThrow();
    }

    private static Map<String, Long> firstSeen(History history) {
        Map<String, Long> seen = new HashMap<>();
        history.all(Acknowledged.class).stream()
                .filter(Acknowledged::created)
                .forEach(submit -> seen.merge(submit.job(), submit.at(), Math::min));
        history.all(Started.class).forEach(start -> seen.merge(start.job(), start.at(), Math::min));
        return seen;
    }

    private static Stream<String> answers(History history) {
        Stream<String> refused = history.all(Refused.class).stream()
                .filter(refusal -> !holds(history, refusal.holder(), refusal.key()))
                .map(refusal -> "No job " + refusal.holder() + " holds key " + refusal.key() + ", as was answered");
        Stream<String> given = history.all(Acknowledged.class).stream()
                .filter(submit -> submit.key() != null && !holds(history, submit.job(), submit.key()))
                .map(submit -> "Job " + submit.job() + " has not the key " + submit.key() + ", as was answered");
        return Stream.concat(refused, given);
    }

    private static boolean holds(History history, String job, String key) {
        return history.job(job).flatMap(FinalJob::key).filter(key::equals).isPresent();
    }
}
