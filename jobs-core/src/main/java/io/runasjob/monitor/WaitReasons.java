package io.runasjob.monitor;

import io.runasjob.job.Job;
import io.runasjob.job.JobDefaults;
import io.runasjob.job.Node;
import io.runasjob.spi.JobStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Says why a job waits. Reads the nodes and the paused queues each time. Safe for use by many threads. */
public final class WaitReasons {
    private final JobStore store;

    /** @param store whose jobs are explained */
    public WaitReasons(JobStore store) {
        this.store = store;
    }

    /** Why this job does not run yet, in a sentence; empty when it runs or has ended. */
    public Optional<String> explain(Job job) {
        return switch (job.status()) {
            case BLOCKED -> Optional.of("It waits until it is let go.");
            case SCHEDULED ->
                Optional.of("It waits for its time, " + job.times().due() + "."
                        + job.error()
                                .map(e -> " Its latest attempt failed: " + e.message())
                                .orElse(""));
            case PENDING -> Optional.of(pending(job));
            default -> Optional.empty();
        };
    }

    private String pending(Job job) {
        if (job.queue().equals(JobDefaults.BY_HAND_QUEUE)) {
            return "It waits for its creator to start it: start(id) or runAsync(id, code).";
        }
        if (store.pausedQueues().contains(job.queue())) {
            return "Its queue '" + job.queue() + "' is paused: resume it.";
        }
        List<Node> alive = store.nodes().stream().filter(Node::alive).toList();
        if (none(alive, node -> node.queues().contains(job.queue()))) {
            return "No live node works on queue '" + job.queue() + "': start one with .queue(\"" + job.queue()
                    + "\", n).";
        }
        if (none(alive, node -> node.types().contains(job.type()))) {
            return "No live node knows job type '" + job.type() + "': start one that registers its handler.";
        }
        if (none(
                alive,
                node -> node.queues().contains(job.queue()) && node.types().contains(job.type()))) {
            return "No live node that works on queue '" + job.queue() + "' knows job type '" + job.type() + "'.";
        }
        return "It is ready and waits for a free worker of queue '" + job.queue() + "'.";
    }

    private static boolean none(List<Node> nodes, Predicate<Node> condition) {
        return nodes.stream().noneMatch(condition);
    }
}
