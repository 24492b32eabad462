package io.runasjob.worker;

import io.runasjob.job.Job;
import io.runasjob.job.JobContext;
import io.runasjob.job.JobId;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.job.StoreClosedException;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.loop.Outage;
import io.runasjob.loop.Uninterrupted;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.JobExecutor;
import io.runasjob.spi.JobIntake;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.LocalWakeUp;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.PayloadCodec;
import io.runasjob.spi.StoreTransaction;
import io.runasjob.spi.WakeUp.Bell;
import io.runasjob.spi.WakeUp.Subscription;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: its heart, its workers, and the attempts that it holds. By default it works on the queues of its settings; with
 * none it only submits and runs jobs by hand, but has a heart all the same, because those jobs need leases too. Safe for use
 * by many threads; start and stop each take effect once.
 */
public final class WorkerNode {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerNode.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private final JobStore store;
    private final JobTypes types;
    private final WorkerSettings settings;
    private final JobExecutor executor;
    private final Membership membership;
    private final ProgressWriter progress;
    private final HeldAttempts held;
    private final AttemptRunner runner;
    private final Finisher finisher;
    private final FencedEnds fencedEnds;
    private final LocalWakeUp findings = new LocalWakeUp();
    private final Lookout lookout;
    private final Heart heart;
    private final Watch watch;
    private final Claimer claimer;
    private @Nullable Subscription bell;
    private volatile boolean stopping;

    /** A node that is not started yet. */
    public WorkerNode(
            JobStore store, JobTypes types, PayloadCodec codec, JobExecutor executor, WorkerSettings settings) {
        this.store = store;
        this.types = types;
        this.settings = settings;
        this.executor = executor;
        this.membership = new Membership(settings.deadAfter());
        this.progress = new ProgressWriter(store, membership.outage());
        this.held = new HeldAttempts(progress::changed, this::complete);
        this.runner = new AttemptRunner(types, codec, store, settings.payloadLimit());
        this.finisher = new Finisher(store, held, progress, membership.outage());
        this.fencedEnds = new FencedEnds(store, runner, progress, finisher);
        this.lookout = new Lookout(store, membership, findings::ring);
        this.heart = new Heart(store, membership, held, registration(), settings.heartbeat(), lookout::seen);
        this.watch = new Watch(membership, held, this::endStubborn, this::endBroken);
        this.claimer = new Claimer(store, membership, lanes(), types.names(), held, finisher);
    }

    /** Registers the node and begins to work. */
    public void start() {
        heart.start();
        watch.start();
        progress.start();
        finisher.start();
        bell = store.wakeUp().listen(this::onBell);
        findings.listen(this::onFinding);
        claimer.start();
        lookout.start();
        LOG.atInfo()
                .addKeyValue("node", id())
                .log("Node started, queues {}, types {}", settings.queues(), types.names());
    }

    /**
     * Stops claiming, lets running jobs end within the grace period, interrupts the rest, gives back what still runs, and is
     * forgotten by the store. A job that is given back spends no retry.
     */
    public void stop() {
        claimer.stop(LAST_WRITES);
        drain();
        finisher.stop(LAST_WRITES);
        progress.stop(LAST_WRITES);
        watch.stop(LAST_WRITES);
        lookout.stop(LAST_WRITES);
        if (bell != null) {
            bell.close();
        }
        heart.stop(LAST_WRITES);
        executor.close();
        LOG.atInfo().addKeyValue("node", id()).log("Node stopped");
    }

    /** From now on tells the listener what this node finds when it looks at the store. It returns at once and throws nothing. */
    public void tellFindings(Consumer<Bell> listener) {
        findings.listen(listener);
    }

    /**
     * A way into the store by which this node claims new jobs in the very insert, as many as it would claim at once.
     *
     * @param intake the way that all others go, and these too
     */
    public JobIntake claiming(JobIntake intake) {
        return new ClaimingInserts(intake, membership, held, claimer);
    }

    /** The node's present identity; it changes when others took the node for dead. */
    public NodeId id() {
        return membership.id();
    }

    /**
     * Takes a lease with the given call and holds it: whatever the call's outcome, no lease is left that nobody knows.
     *
     * @param job whose lease is taken
     * @param taking asks the store; empty when it gives no lease
     * @throws StoreClosedException when the node stops and its grace period is over
     * @throws StoreUnavailableException when the node is fenced: others may soon take away what it would get
     */
    public Optional<HandHeld> take(JobId job, Supplier<Optional<Job>> taking) {
        if (stopping) {
            throw new StoreClosedException("job service");
        }
        if (!membership.mayClaim()) {
            throw new StoreUnavailableException(
                    "Node " + id() + " could not renew its leases and takes no other", null);
        }
        HeldAttempts.Expected expected = held.expect(List.of(job));
        try {
            return taking.get().map(this::handHeld);
        } catch (RuntimeException e) {
            held.unexpect(expected);
            claimer.doubt();
            throw e;
        } finally {
            held.unexpect(expected);
        }
    }

    private HandHeld handHeld(Job leased) {
        HeldAttempt attempt = held.hold(leased);
        attempt.giveToCaller();
        if (!membership.holds(attempt.lease())) {
            attempt.stop(StopReason.RELEASED);
        }
        return new HandHeld(attempt);
    }

    /** The attempt of this job that the caller took through {@link #take}, if it is still the caller's to move on. */
    public Optional<HandHeld> taken(JobId job) {
        return Optional.ofNullable(held.find(job))
                .filter(HeldAttempt::isDrivenByCaller)
                .map(HandHeld::new);
    }

    /** A leased attempt that its caller runs and ends. Safe for use by many threads. */
    public final class HandHeld {
        private final HeldAttempt attempt;

        private HandHeld(HeldAttempt attempt) {
            this.attempt = attempt;
        }

        /** What a handler would see. */
        public JobContext context() {
            return attempt;
        }

        /** Leaves the end to code that is about to run; false when it was left to other code before. */
        public boolean giveToCode() {
            return attempt.giveToCode();
        }

        /** Gives the job back: no code runs for it. */
        public void giveBack() {
            finisher.release(attempt);
        }

        /** Runs the registered handler on this thread and stores its end. */
        public Ran run() {
            return ended(runner.run(attempt));
        }

        /** Runs this code on this thread, as the given type, and stores its end. */
        public Ran run(JobType type, Callable<? extends @Nullable Object> code) {
            return ended(runner.run(attempt, type, code));
        }

        /** Ends the attempt with this result; completes with false when it was no longer the caller's. */
        public CompletableFuture<Boolean> complete(@Nullable Object result) {
            return finisher.finishAndTell(attempt, runner.completed(attempt, result));
        }

        /** Ends the job as FAILED with this error; completes with false when it was no longer the caller's. */
        public CompletableFuture<Boolean> fail(Throwable error) {
            AttemptEnd end = new AttemptEnd.Failed(attempt.lease(), Outcome.FAILED, Errors.describe(error));
            return finisher.finishAndTell(attempt, end);
        }

        private Ran ended(AttemptRunner.Run run) {
            return new Ran(run.value(), run.thrown(), run.end(), finisher.finishAndTell(attempt, run.end()));
        }
    }

    /**
     * What running a held attempt came to.
     *
     * @param value what the code returned, or null
     * @param thrown what it threw, or null
     * @param end how the attempt ended
     * @param stored completes with true when the end is stored, with false when the attempt was no longer the caller's
     */
    public record Ran(
            @Nullable Object value, @Nullable Throwable thrown, AttemptEnd end, CompletableFuture<Boolean> stored) {}

    /** Whether the store answers this node; every loop that works for it reports there. */
    public Outage outage() {
        return membership.outage();
    }

    /** Whether this node heard from the store all along, so that it may judge other nodes by their silence. */
    public boolean isSteady() {
        return membership.isSteady(System.nanoTime());
    }

    /** The threads of this node, for code that the host hands over. */
    public JobExecutor executor() {
        return executor;
    }

    private List<Lane> lanes() {
        return settings.queues().entrySet().stream()
                .map(entry -> new Lane(entry.getKey(), entry.getValue(), executor, this::work, this::onHungry))
                .toList();
    }

    private void work(HeldAttempt attempt) {
        try {
            finisher.finish(attempt, runner.run(attempt).end());
        } finally {
            clearInterrupt();
        }
    }

    /** A handler that interrupted its own thread must not hit the next job on it. */
    private static void clearInterrupt() {
        if (Thread.interrupted()) {
            LOG.debug("A handler left its thread interrupted");
        }
    }

    private void complete(HeldAttempt attempt, StoreTransaction transaction, @Nullable Object result) {
        fencedEnds.complete(attempt, transaction, result);
    }

    private void onHungry() {
        claimer.laneHungry();
    }

    private void onBell(Bell rung) {
        if (rung == Bell.READY) {
            claimer.bellRang();
        } else if (rung == Bell.CANCEL) {
            heart.beatNow();
        }
    }

    private void onFinding(Bell finding) {
        if (finding == Bell.READY) {
            claimer.jobsWait();
        } else if (finding == Bell.CANCEL) {
            heart.beatNow();
        }
    }

    private void endStubborn(HeldAttempt attempt) {
        types.find(attempt.type()).filter(type -> !attempt.hasEnded()).ifPresent(type -> {
            LOG.atWarn()
                    .addKeyValue("job", attempt.id())
                    .addKeyValue("type", attempt.type())
                    .log(
                            "Attempt {} goes on 10 s after its timeout: it ends all the same, its thread stays busy",
                            attempt.attempt());
            finisher.finish(attempt, AttemptRunner.stubborn(attempt, type));
        });
    }

    private void endBroken(HeldAttempt attempt) {
        if (!attempt.hasEnded()) {
            finisher.release(attempt);
            LOG.atError()
                    .addKeyValue("job", attempt.id())
                    .addKeyValue("type", attempt.type())
                    .setCause(attempt.brokenBy())
                    .log("Attempt {} broke off in our own code: it goes back", attempt.attempt());
        }
    }

    private void drain() {
        release(attempt -> attempt.stopUnlessBegun(StopReason.RELEASED));
        if (!endsWithinGrace()) {
            held.stopAll(StopReason.RELEASED);
            Uninterrupted.await(AFTER_INTERRUPT, held::awaitEmpty);
        }
        stopping = true;
        release(attempt -> true);
    }

    /** An interrupt of the closing thread says that its host is in a hurry: it ends the grace period. */
    private boolean endsWithinGrace() {
        try {
            return held.awaitEmpty(settings.grace().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void release(Predicate<HeldAttempt> which) {
        held.all().stream().filter(which).forEach(finisher::release);
    }

    private Function<NodeId, Registration> registration() {
        String host = hostName();
        long pid = ProcessHandle.current().pid();
        return id -> new Registration(id, host, pid, settings.queues().keySet(), types.names(), settings.deadAfter());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
