package io.runasjob;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Outage;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out when transactions of callers have committed, and rings then: where the store cannot be told of a commit, it is
 * asked for one job of each transaction, every 5 ms at first and every 50 ms later, for a minute at most. What commits later
 * is found by the nodes' own looks. Safe for use by many threads.
 */
final class CommitWatch {
    private static final Duration FASTEST = Duration.ofMillis(5);
    private static final Duration SLOWEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_IDS = 1_000;

    private final JobStore store;
    private final Map<JobId, Awaited> waiting = new ConcurrentHashMap<>();
    private final Loop loop;
    private volatile Duration poll = FASTEST;

    CommitWatch(JobStore store, Outage outage) {
        this.store = store;
        this.loop = new Loop("commit-watch", Duration.ZERO, this::look, outage);
    }

    private record Awaited(Set<Bell> bells, long sinceNanos) {}

    void start() {
        loop.start();
    }

    void stop() {
        loop.stop();
        loop.join(Duration.ofSeconds(2));
    }

    /** This job was written in a transaction that may commit at any time. */
    void expect(JobId job, Set<Bell> bells) {
        if (store.wakeUp().reachesOtherJvms()) {
            return; // the commit itself rings
        }
        waiting.put(job, new Awaited(bells, System.nanoTime()));
        poll = FASTEST;
        loop.wake();
    }

    private Duration look() {
        List<JobId> ids = List.copyOf(waiting.keySet());
        Set<Bell> due = EnumSet.noneOf(Bell.class);
        for (int from = 0; from < ids.size(); from += MOST_IDS) {
            due.addAll(committed(ids.subList(from, Math.min(ids.size(), from + MOST_IDS))));
        }
        due.forEach(store.wakeUp()::ring);
        long now = System.nanoTime();
        waiting.values().removeIf(awaited -> now - awaited.sinceNanos() > LONGEST.toNanos());
        return waiting.isEmpty() ? Loop.UNTIL_WOKEN : nextPoll();
    }

    private Set<Bell> committed(List<JobId> ids) {
        Set<Bell> due = EnumSet.noneOf(Bell.class);
        for (Job job : store.find(ids)) {
            Awaited awaited = waiting.remove(job.id());
            if (awaited != null) {
                due.addAll(awaited.bells());
            }
        }
        return due;
    }

    private Duration nextPoll() {
        Duration present = poll;
        Duration next = present.multipliedBy(5).dividedBy(4);
        poll = next.compareTo(SLOWEST) < 0 ? next : SLOWEST;
        return present;
    }
}
