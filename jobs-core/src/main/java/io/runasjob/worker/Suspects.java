package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.Lease;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.JobUpkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which jobs that were lost with a node before this node takes. One of them may be what killed that node; the others were
 * merely there, and must not be given up in its place.
 *
 * <p>A suspect, which was lost once or more, is taken only for a free worker: it begins at once, so it is never lost a second
 * time without having begun. For a while after one was seen no jobs are claimed ahead, because they might be suspects too. A
 * suspect on its last chance (one more loss and it is given up) runs while no other suspect is here; where it kills this node
 * too, it is the one. For the thread of the claimer.
 */
final class Suspects {
    private static final int LAST_CHANCE = JobUpkeep.MAX_LOSSES - 1;
    private static final long NEAR_NANOS = Duration.ofSeconds(5).toNanos();

    private final HeldAttempts held;
    private final Map<Lease, Integer> here = new HashMap<>();
    private boolean seen;
    private long lastSeen;

    Suspects(HeldAttempts held) {
        this.held = held;
    }

    /** Whether a suspect was claimed lately: there may be more, so that only free workers take jobs. */
    boolean near(long nowNanos) {
        return seen && nowNanos - lastSeen < NEAR_NANOS;
    }

    /** Whether this node held one when it last claimed. */
    boolean here() {
        return !here.isEmpty();
    }

    /** How often a job may have been lost to be claimed now. */
    int lossesBelow() {
        here.keySet().removeIf(lease -> !held.knows(lease));
        return room();
    }

    /**
     * Chooses among claimed jobs.
     *
     * @param claimed in the order in which they are to begin
     * @param free how many jobs begin at once, for each queue
     * @return those that stay, in their order; the others are to be given back before any of these begins
     */
    List<Job> admit(List<Job> claimed, Map<String, Integer> free, long nowNanos) {
        if (claimed.stream().noneMatch(Suspects::isSuspect)) {
            return claimed;
        }
        seen = true;
        lastSeen = nowNanos;
        List<Job> admitted = new ArrayList<>(claimed.size());
        Map<String, Integer> taken = new HashMap<>();
        for (Job job : claimed) {
            boolean begins = taken.getOrDefault(job.queue(), 0) < free.getOrDefault(job.queue(), 0);
            if (!isSuspect(job) || (begins && hasRoomFor(job))) {
                taken.merge(job.queue(), 1, Integer::sum);
                admitted.add(job);
            }
        }
        return admitted;
    }

    private static boolean isSuspect(Job job) {
        return job.run().losses() > 0;
    }

    /** Notes the suspect when there is. */
    private boolean hasRoomFor(Job suspect) {
        boolean hasRoom = suspect.run().losses() < room();
        if (hasRoom) {
            suspect.lease().ifPresent(lease -> here.put(lease, suspect.run().losses()));
        }
        return hasRoom;
    }

    private int room() {
        if (here.isEmpty()) {
            return ClaimRequest.ANY_LOSSES;
        }
        boolean lastChance = here.values().stream().anyMatch(losses -> losses >= LAST_CHANCE);
        return lastChance ? 1 : LAST_CHANCE;
    }
}
