package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.Event.Slow;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.FinalAttempt;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.Outcome;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process whose attempt was LOST was dead, or could for a while do no small transaction of its own either, in the time in
 * which its node was silent. The log of {@link Slow} transactions says so, whatever held it up: a fault or a busy machine. Only
 * a process that died before such a transaction ended could not log it; then the fault that held it up must be known.
 */
final class CausesRule implements Rule {
    private static final long DEAD_AFTER = TimeUnit.NANOSECONDS.toMicros(Workload.DEAD_AFTER.toNanos());

    private static final long HEARTBEAT = TimeUnit.NANOSECONDS.toMicros(Workload.HEARTBEAT.toNanos());
    private static final Set<Kind> SILENCING = EnumSet.of(Kind.BLACKHOLE, Kind.PAUSE);

    /** After an outage the connection pool may wait for 5 s before it tries again, and no heartbeat comes through before. */
    private static final long SLACK = TimeUnit.SECONDS.toMicros(6);

    @Override
    public List<String> violations(History history) {
        Map<String, String> processes = processesOfNodes(history);
        return history.state().jobs().stream()
                .flatMap(job -> job.attempts().stream()
                        .filter(attempt -> attempt.outcome() == Outcome.LOST && processes.containsKey(attempt.node()))
                        .flatMap(lost ->
                                complaint(history, job, lost, Objects.requireNonNull(processes.get(lost.node())))))
                .toList();
    }

    /** Nodes that never ran a handler are in no log: nothing can be said of them. */
    private static Map<String, String> processesOfNodes(History history) {
        Map<String, String> processes = new HashMap<>();
        for (String process : history.logs().keySet()) {
            history.of(process, Started.class).forEach(start -> processes.put(start.node(), process));
        }
        return processes;
    }

    private static Stream<String> complaint(History history, FinalJob job, FinalAttempt lost, String process) {
        boolean died = history.all(Fault.class).stream()
                .anyMatch(fault ->
                        fault.victim().equals(process) && fault.kind().isDeath() && fault.began() <= lost.ended());
        boolean explained = died
                || history.of(process, Slow.class).stream().anyMatch(slow -> inTime(slow, lost))
                || wasSilenced(history, lost, process);
        return explained
                ? Stream.empty()
                : Stream.of("Attempt " + lost.number() + " of job " + job.id() + " was lost at " + lost.ended()
                        + ", but process " + process + " was well");
    }

    /** Cut off or frozen by us, and killed before it could tell how slow it was. */
    private static boolean wasSilenced(History history, FinalAttempt lost, String process) {
        List<Fault> faults = history.all(Fault.class).stream()
                .filter(fault -> fault.victim().equals(process))
                .toList();
        boolean silenced = faults.stream()
                .anyMatch(fault -> SILENCING.contains(fault.kind())
                        && fault.began() <= lost.ended() - DEAD_AFTER + HEARTBEAT
                        && fault.at() >= lost.ended());
        boolean diedSoon = faults.stream()
                .anyMatch(fault -> fault.kind().isDeath() && fault.began() <= lost.ended() + DEAD_AFTER + SLACK);
        return silenced && diedSoon;
    }

    private static boolean inTime(Event slow, FinalAttempt lost) {
        return slow.began() <= lost.ended() && slow.at() >= lost.ended() - DEAD_AFTER - SLACK;
    }
}
