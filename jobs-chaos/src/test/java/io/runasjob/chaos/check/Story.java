package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.FinalAttempt;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.FinalState;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A history told by hand. Times are seconds. */
final class Story {
    static final NodeId ANN = new NodeId(new UUID(0, 1));
    static final NodeId BOB = new NodeId(new UUID(0, 2));

    final Map<String, FinalJob> jobs = new HashMap<>();
    final List<Effect> effects = new ArrayList<>();
    final List<Effect> traces = new ArrayList<>();
    final Set<String> orders = new HashSet<>();
    private final Map<String, List<Event>> logs = new HashMap<>();

    /** A process said this. */
    Story says(String process, Event event) {
        logs.computeIfAbsent(process, name -> new ArrayList<>()).add(event);
        return this;
    }

    Story job(FinalJob job) {
        jobs.put(job.id(), job);
        return this;
    }

    History told() {
        return new History(logs, new FinalState(List.copyOf(jobs.values()), effects, traces, orders));
    }

    static long at(double seconds) {
        return (long) (seconds * 1e6);
    }

    static FinalAttempt attempt(int number, NodeId node, double from, double to, Outcome outcome) {
        return new FinalAttempt(number, node.toString(), at(from), at(to), outcome);
    }

    /** A job of the type {@code given} whose counts fit its attempts. */
    static FinalJob job(String id, JobStatus status, double finished, FinalAttempt... attempts) {
        List<FinalAttempt> all = List.of(attempts);
        int failures = (int)
                all.stream().filter(attempt -> attempt.outcome().isFailure()).count();
        int losses = (int) all.stream()
                .filter(attempt -> attempt.outcome() == Outcome.LOST)
                .count();
        NodeId last = all.isEmpty()
                ? null
                : new NodeId(UUID.fromString(all.get(all.size() - 1).node()));
        JobRun run = new JobRun(all.size(), failures, losses, last, false);
        Long end = status.isFinished() ? at(finished) : null;
        return new FinalJob(id, Workload.GIVEN, id, null, status, run, 3, end, "", all);
    }

    static FinalJob withRun(FinalJob job, JobRun run) {
        return copy(job, job.type(), job.keyOrNull(), run);
    }

    static FinalJob withKey(FinalJob job, String key) {
        return copy(job, job.type(), key, job.run());
    }

    static FinalJob typed(FinalJob job, String type) {
        return copy(job, type, job.keyOrNull(), job.run());
    }

    private static FinalJob copy(FinalJob job, String type, String key, JobRun run) {
        return new FinalJob(
                job.id(),
                type,
                job.name(),
                key,
                job.status(),
                run,
                job.maxAttempts(),
                job.finishedOrNull(),
                job.explanation(),
                job.attempts());
    }

    static FinalJob waiting(String id, JobStatus status, String name, String explanation) {
        return new FinalJob(id, Workload.STRANGER, name, null, status, JobRun.NONE, 3, null, explanation, List.of());
    }

    /** A job that was lost with Ann's process and completed by Bob's, and all that was seen of it: nothing is wrong. */
    static Story good() {
        Story story = new Story();
        story.job(withKey(
                job(
                        "a",
                        JobStatus.COMPLETED,
                        8,
                        attempt(1, ANN, 1, 6, Outcome.LOST),
                        attempt(2, BOB, 7, 8, Outcome.SUCCEEDED)),
                "key"));
        story.effects.add(new Effect("a", 2, BOB.toString()));
        story.says("submitter", new Event.Acknowledged(at(0), at(1), "a", true, "key"));
        story.says("ann", new Event.Started(at(1.1), "a", 1, ANN.toString()));
        story.says("bob", new Event.Started(at(7.1), "a", 2, BOB.toString()));
        story.says("bob", new Event.Ended(at(7.9), "a", 2, Event.How.RETURNED));
        story.says("controller", new Event.Fault(at(2), at(2), Event.Kind.KILL, "ann"));
        return story;
    }
}
