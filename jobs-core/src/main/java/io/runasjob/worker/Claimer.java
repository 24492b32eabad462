package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.Lease;
import io.runasjob.loop.Loop;
import io.runasjob.loop.Uninterrupted;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.WakeUp.Bell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs for all lanes of this node, in one thread, and gives back leases that nobody here knows of: the one task that
 * it has on a node without lanes. It asks when a lane is hungry, the bell rings or the node finds that jobs wait. After work
 * it polls, ever more slowly, for about a second; then it waits until it is woken. Safe for use by many threads.
 */
final class Claimer {
    private static final Logger LOG = LoggerFactory.getLogger(Claimer.class);
    private static final Duration FASTEST_POLL = Duration.ofMillis(20);
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(1);
    private static final Duration STUCK_CHECK = Duration.ofSeconds(1);

    private final JobStore store;
    private final Membership membership;
    private final Map<String, Lane> lanes;
    private final Set<String> types;
    private final HeldAttempts held;
    private final Finisher finisher;
    private final Suspects suspects;
    private final Map<String, QueueWalk> walks = new HashMap<>();
    private final Loop loop;
    private volatile boolean rang;
    private volatile boolean doubted;
    private volatile boolean stopping;
    private boolean unsure;
    private boolean lookAgain;
    private Duration poll = FASTEST_POLL;

    Claimer(
            JobStore store,
            Membership membership,
            Collection<Lane> lanes,
            Set<String> types,
            HeldAttempts held,
            Finisher finisher) {
        this.store = store;
        this.membership = membership;
        this.lanes = lanes.stream().collect(Collectors.toMap(Lane::queue, lane -> lane));
        this.types = types;
        this.held = held;
        this.finisher = finisher;
        this.suspects = new Suspects(held);
        this.loop = new Loop("claimer", Duration.ZERO, this::claim, membership.outage());
    }

    void start() {
        loop.start();
    }

    /** Claims nothing more and gives back what waits. */
    void stop(Duration longest) {
        stopping = true;
        lanes.values().forEach(Lane::close);
        loop.stop();
        loop.join(longest);
        for (Lane lane : lanes.values()) {
            Uninterrupted.await(longest, lane::awaitUnreserved);
            release(lane.takeAll());
        }
    }

    /** The lane of a queue, or null when this node does not work on it. */
    @Nullable
    Lane lane(String queue) {
        return lanes.get(queue);
    }

    /** There may be new jobs. */
    void bellRang() {
        rang = true;
        jobsWait();
    }

    /** There are jobs, which may wait for something else than this node. */
    void jobsWait() {
        if (!lanes.isEmpty()) {
            lanes.values().forEach(Lane::told);
            loop.wake();
        }
    }

    /** A call that takes leases failed and may have taken effect all the same: look for leases that nobody here holds. */
    void doubt() {
        doubted = true;
        loop.wake();
    }

    /** A lane has room. */
    void laneHungry() {
        loop.wake();
    }

    private Duration claim() {
        releaseOrphans();
        long now = System.nanoTime();
        lanes.values().forEach(lane -> release(lane.takeStuck(now)));
        List<Demand> demands = demands(now);
        if (demands.isEmpty() || !membership.mayClaim()) {
            return lanes.isEmpty() ? Loop.UNTIL_WOKEN : STUCK_CHECK;
        }
        List<Job> jobs = claim(demands);
        int wanted = demands.stream().mapToInt(Demand::jobs).sum();
        return jobs.size() == wanted || lookAgain ? Duration.ZERO : pollAfter(jobs.size());
    }

    /** A claim whose answer was lost leaves jobs RUNNING here that no thread knows of: they go back. */
    private void releaseOrphans() {
        if (!unsure && !doubted) {
            return;
        }
        doubted = false;
        unsure = true;
        List<Lease> orphans = new ArrayList<>();
        for (Lease lease : store.leasesOf(membership.id())) {
            if (!held.knows(lease)) {
                orphans.add(lease);
            }
        }
        if (!orphans.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("node", membership.id())
                    .log("Released {} jobs of a claim whose answer was lost", giveBack(orphans));
        }
        unsure = false;
    }

    private int giveBack(Collection<Lease> leases) {
        List<AttemptEnd> ends =
                leases.stream().<AttemptEnd>map(AttemptEnd.Released::new).toList();
        int released = ends.isEmpty() ? 0 : store.finish(ends).size();
        if (released > 0) {
            store.wakeUp().ring(Bell.READY);
        }
        return released;
    }

    private List<Demand> demands(long now) {
        List<Demand> demands = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            int jobs = suspects.near(now) ? lane.free(now) : lane.demand(now);
            if (jobs > 0) {
                demands.add(new Demand(lane.queue(), jobs, walk(lane.queue()).next(now)));
            }
        }
        return demands;
    }

    private QueueWalk walk(String queue) {
        return walks.computeIfAbsent(queue, name -> new QueueWalk());
    }

    /** True when jobs may wait at the front of a queue, where this claim did not look. */
    private boolean walkOn(List<Demand> demands, List<Job> claimed, long began) {
        long ended = System.nanoTime();
        Map<String, List<Job>> byQueue = claimed.stream().collect(Collectors.groupingBy(Job::queue));
        boolean again = false;
        for (Demand demand : demands) {
            List<Job> jobs = byQueue.getOrDefault(demand.queue(), List.of());
            again |= walk(demand.queue()).claimed(demand, jobs, began, ended);
        }
        return again;
    }

    private List<Job> claim(List<Demand> demands) {
        unsure = true;
        long began = System.nanoTime();
        demands.forEach(demand -> laneOf(demand).asking(demand.jobs()));
        List<Job> claimed = ask(demands);
        lookAgain = walkOn(demands, claimed, began);
        List<Job> jobs = stopping ? List.of() : suspects.admit(claimed, freeWorkers(), System.nanoTime());
        demands.forEach(demand -> laneOf(demand).answered(mayBeMore(demand, claimed)));
        // before anything runs: what is given back must not be lost with this node
        giveBack(leasesOf(claimed, jobs));
        unsure = false;
        accept(jobs);
        return jobs;
    }

    private List<Job> ask(List<Demand> demands) {
        try {
            return store.claim(new ClaimRequest(membership.id(), demands, types, suspects.lossesBelow()));
        } catch (RuntimeException | Error e) {
            demands.forEach(demand -> laneOf(demand).answered(true));
            throw e;
        }
    }

    private Lane laneOf(Demand demand) {
        return Objects.requireNonNull(lanes.get(demand.queue()));
    }

    /** New jobs do not go past others that wait, nor beside one that may end this node. */
    private boolean mayBeMore(Demand demand, List<Job> claimed) {
        long answered = claimed.stream()
                .filter(job -> job.queue().equals(demand.queue()))
                .count();
        return answered == demand.jobs() || lookAgain || suspects.near(System.nanoTime()) || suspects.here();
    }

    /** Takes jobs that were leased to this node by another call than a claim. */
    void take(List<Job> leased) {
        if (stopping) {
            giveBack(leased.stream().flatMap(job -> job.lease().stream()).toList());
        } else {
            accept(leased);
        }
    }

    private void accept(List<Job> leased) {
        try {
            hand(leased.stream().map(held::hold).toList());
        } catch (RuntimeException | Error e) {
            doubt();
            breakOff(leased, e);
            throw e;
        }
    }

    /** What has begun goes on; takes no memory, which may be short. */
    private void breakOff(List<Job> leased, Throwable why) {
        for (int i = 0; i < leased.size(); i++) {
            Job job = leased.get(i);
            HeldAttempt attempt = held.find(job.id());
            if (attempt != null && attempt.attempt() == job.attempt() && attempt.stopUnlessBegun(StopReason.RELEASED)) {
                attempt.breakOff(why);
            }
        }
    }

    private void hand(List<HeldAttempt> attempts) {
        attempts.stream()
                .collect(Collectors.groupingBy(attempt -> attempt.job().queue()))
                .forEach((queue, ofQueue) -> hand(ofQueue, queue));
    }

    private Map<String, Integer> freeWorkers() {
        long now = System.nanoTime();
        return lanes.values().stream().collect(Collectors.toMap(Lane::queue, lane -> lane.free(now)));
    }

    private static List<Lease> leasesOf(List<Job> claimed, List<Job> kept) {
        Set<Job> others = Collections.newSetFromMap(new IdentityHashMap<>());
        others.addAll(claimed);
        kept.forEach(others::remove);
        return others.stream().flatMap(job -> job.lease().stream()).toList();
    }

    private void hand(List<HeldAttempt> attempts, String queue) {
        Lane lane = lanes.get(queue);
        if (lane == null || !attempts.stream().map(HeldAttempt::lease).allMatch(membership::holds)) {
            release(attempts);
        } else {
            release(lane.accept(attempts, System.nanoTime()));
        }
    }

    private void release(Collection<HeldAttempt> attempts) {
        for (HeldAttempt attempt : attempts) {
            finisher.release(attempt);
        }
    }

    private Duration pollAfter(int claimed) {
        if (claimed > 0 || rang) {
            rang = false;
            poll = FASTEST_POLL;
            return poll;
        }
        Duration doubled = poll.multipliedBy(2);
        poll = doubled.compareTo(SLOWEST_POLL) < 0 ? doubled : SLOWEST_POLL;
        return poll.equals(SLOWEST_POLL) && !mustPoll() ? Loop.UNTIL_WOKEN : poll;
    }

    /** Nobody tells when a suspect has made room for others, or when what waits in a lane is stuck there. */
    private boolean mustPoll() {
        return suspects.here() || lanes.values().stream().anyMatch(Lane::hasWaiting);
    }
}
