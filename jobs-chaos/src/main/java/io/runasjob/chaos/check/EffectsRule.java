package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A completed job with a fenced effect has one, written by the attempt that completed it; no other job has any.
 */
final class EffectsRule implements Rule {
    @Override
    public List<String> violations(History history) {
        Map<String, List<Effect>> effects = byJob(history.state().effects());
        Stream<String> strays = effects.keySet().stream()
                .filter(job -> history.job(job).isEmpty())
                .map(job -> "There are effects of job " + job + ", which does not exist");
        Stream<String> wrong = history.state().jobs().stream().flatMap(job -> {
            List<Effect> own = effects.getOrDefault(job.id(), List.of());
            return Workload.FENCED.contains(job.type()) ? fenced(job, own) : plain(job, own);
        });
        return Stream.concat(strays, wrong).toList();
    }

    private static Stream<String> fenced(FinalJob job, List<Effect> effects) {
        Effect right = new Effect(job.id(), job.run().attempt(), job.lastNode());
        List<Effect> expected = job.status() == JobStatus.COMPLETED ? List.of(right) : List.of();
        return effects.equals(expected)
                ? Stream.empty()
                : Stream.of("Job " + job.id() + " is " + job.status() + " after attempt "
                        + job.run().attempt() + " on node " + job.lastNode() + ", its effects are " + effects);
    }

    private static Stream<String> plain(FinalJob job, List<Effect> effects) {
        return effects.isEmpty()
                ? Stream.empty()
                : Stream.of("Job " + job.id() + " of type " + job.type() + " has effects " + effects);
    }

    private static Map<String, List<Effect>> byJob(List<Effect> effects) {
        return effects.stream().collect(Collectors.groupingBy(Effect::job));
    }
}
