package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event.CancelAnswered;
import io.runasjob.chaos.history.Event.CancelAsked;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.job.JobStatus;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CANCELLED: it was then, and stays so. REQUESTED: it began no other attempt. ALREADY_FINISHED: it was. UNKNOWN: there is none.
 * And nothing is CANCELLED that nobody cancelled.
 */
final class CancelsRule implements Rule {
    @Override
    public List<String> violations(History history) {
        Set<String> asked =
                history.all(CancelAsked.class).stream().map(CancelAsked::job).collect(Collectors.toSet());
        Stream<String> unasked = history.state().jobs().stream()
                .filter(job -> job.status() == JobStatus.CANCELLED && !asked.contains(job.id()))
                .map(job -> "Job " + job.id() + " is CANCELLED, and nobody asked for it");
        Stream<String> untrue = history.all(CancelAnswered.class).stream()
                .filter(answer -> !isTrue(answer, history))
                .map(answer -> "Untrue: " + answer + "; the job is now "
                        + history.job(answer.job()).map(Object::toString).orElse("not there"));
        return Stream.concat(unasked, untrue).toList();
    }

    private static boolean isTrue(CancelAnswered answer, History history) {
        return switch (answer.answer()) {
            case UNKNOWN -> history.job(answer.job()).isEmpty();
            case CANCELLED ->
                had(answer, history)
                        && history.job(answer.job())
                                .filter(job -> job.status() == JobStatus.CANCELLED)
                                .isPresent();
            case ALREADY_FINISHED -> had(answer, history);
            case REQUESTED ->
                history.job(answer.job())
                        .filter(job -> beganNothing(job, answer.at()))
                        .isPresent();
        };
    }

    /** Whether it had ended when the answer came. */
    private static boolean had(CancelAnswered answer, History history) {
        return history.job(answer.job())
                .filter(job -> job.status().isFinished() && job.finished() <= answer.at())
                .isPresent();
    }

    private static boolean beganNothing(FinalJob job, long after) {
        return job.attempts().stream().noneMatch(attempt -> attempt.claimed() > after);
    }
}
