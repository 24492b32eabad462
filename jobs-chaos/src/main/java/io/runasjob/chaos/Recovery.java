package io.runasjob.chaos;

import io.runasjob.chaos.check.InFlight;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How long it took until work went on. Pure. */
final class Recovery {
    private Recovery() {}

    /** From the death of a process to the start of each job that it had in its hands, in another process. */
    static Times afterKills(History history) {
        Map<String, List<Started>> starts =
                history.all(Started.class).stream().collect(Collectors.groupingBy(Started::job));
        List<Long> micros = new ArrayList<>();
        for (Fault fault : history.all(Fault.class)) {
            if (fault.kind() == Kind.KILL) {
                List<Started> cutShort = InFlight.of(history.logs().getOrDefault(fault.victim(), List.of()))
                        .unended();
                cutShort.forEach(started -> next(starts.getOrDefault(started.job(), List.of()), started)
                        .ifPresent(at -> micros.add(at - fault.at())));
            }
        }
        return new Times(micros);
    }

    /** From the return of the server to the first job that ends. */
    static Times afterRestarts(History history) {
        List<Long> micros = new ArrayList<>();
        for (Fault fault : history.all(Fault.class)) {
            if (fault.kind() == Kind.SERVER_KILLED) {
                firstEnd(history, fault.at()).ifPresent(at -> micros.add(at - fault.at()));
            }
        }
        return new Times(micros);
    }

    private static OptionalLong next(List<Started> starts, Started before) {
        return starts.stream()
                .filter(start -> start.attempt() > before.attempt())
                .mapToLong(Started::at)
                .min();
    }

    private static OptionalLong firstEnd(History history, long after) {
        return history.state().jobs().stream()
                .filter(job -> job.status() == JobStatus.COMPLETED && job.finished() >= after)
                .mapToLong(FinalJob::finished)
                .min();
    }
}
