package io.runasjob.chaos;

import io.runasjob.chaos.check.InFlight;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.wire.Proxy;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;

/** The place of one worker process, and the thread that strikes whoever is there until no faults are left. */
final class Slot {
    private static final long LONGEST_IDLE_MILLIS = 15_000;
    private static final int LONGEST_DWELL_MILLIS = 2_500;

    private final int number;
    private final Scene scene;
    private final Proxy proxy;
    private final Random random;
    private WorkerJvm worker;
    private int generation;

    Slot(int number, Scene scene, Random random) throws IOException {
        this.number = number;
        this.scene = scene;
        this.proxy = scene.proxy();
        this.random = random;
        this.worker = startWorker();
    }

    /** Strikes until the deck is empty. */
    void strikeAll(Deck deck) throws IOException, InterruptedException {
        for (Optional<Kind> next = deck.take(); next.isPresent(); next = deck.take()) {
            if (!hasStruck(next.get())) {
                deck.putBack(next.get());
            }
        }
    }

    /** A worker is there that has not been harmed. */
    void ensureWorker() throws IOException {
        if (!worker.isAlive()) {
            worker = startWorker();
        }
    }

    /** Lets the worker shut down in peace. */
    void close() throws IOException, InterruptedException {
        worker.close();
        proxy.close();
    }

    /** Whatever happens to the run: nothing of it stays behind. */
    void abandon() throws IOException, InterruptedException {
        worker.kill();
        proxy.close();
    }

    private WorkerJvm startWorker() throws IOException {
        generation++;
        String name = "worker-" + number + "-" + generation;
        return WorkerJvm.start(name, scene.url(proxy), scene.folder());
    }

    private boolean hasStruck(Kind kind) throws IOException, InterruptedException {
        ensureWorker();
        if (!awaitWork()) {
            return false;
        }
        Waits.pass(random.nextInt(LONGEST_DWELL_MILLIS));
        if (!awaitWork()) {
            return false;
        }
        WorkerJvm victim = worker;
        Optional<Fault> fault = strike(victim, kind);
        return fault.isPresent()
                && (kind == Kind.SERVER_KILLED || InFlight.of(victim.log()).struckBy(fault.get()));
    }

    private boolean awaitWork() throws InterruptedException {
        return Waits.until(
                        () -> !worker.isAlive()
                                || !InFlight.of(worker.log()).unended().isEmpty(),
                        LONGEST_IDLE_MILLIS)
                && worker.isAlive();
    }

    private Optional<Fault> strike(WorkerJvm victim, Kind kind) throws IOException, InterruptedException {
        long began = EventLog.now();
        String name = victim.name();
        return switch (kind) {
            case KILL -> {
                victim.kill();
                yield scene.injected(began, kind, name);
            }
            case KILL_IN_SHUTDOWN -> {
                victim.terminate();
                Waits.pass(random.nextInt(500));
                victim.kill();
                yield scene.injected(began, kind, name);
            }
            case PAUSE -> {
                victim.freeze();
                Waits.pass(scene.longerThanALease(random));
                victim.thaw();
                yield scene.injected(began, kind, name);
            }
            case SERVER_KILLED -> scene.killServer(random);
            case COMMIT_ANSWER_DROPPED, CUT, BLACKHOLE -> {
                Optional<Fault> fault = scene.disturb(proxy, name, kind, random);
                if (random.nextInt(4) == 0) {
                    scene.disturbSubmitter(kind, random);
                }
                yield fault;
            }
        };
    }
}
