package io.runasjob.chaos;

import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import io.runasjob.chaos.server.DatabaseServer;
import io.runasjob.chaos.wire.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** What all slots share: the server, the wire of the submitter, the log of faults. Safe for use by many threads. */
final class Scene {
    /** The process name of the controller. */
    static final String CONTROLLER = "controller";

    /** The process name of the submitter. */
    static final String SUBMITTER = "submitter";

    private static final long LONGEST_WAIT_FOR_COMMIT_MILLIS = 5_000;

    private final DatabaseServer server;
    private final Path folder;
    private final EventLog log;
    private final Proxy submitterWire;

    Scene(DatabaseServer server, Path folder) throws IOException {
        this.server = server;
        this.folder = folder;
        this.log = EventLog.open(History.logOf(folder, CONTROLLER));
        this.submitterWire = proxy();
    }

    Path folder() {
        return folder;
    }

    Proxy proxy() throws IOException {
        return Proxy.start(server.address(), server::spy);
    }

    String url(Proxy through) {
        return server.url(through.port());
    }

    String submitterUrl() {
        return url(submitterWire);
    }

    /** A time in which a node that stands still is sure to be taken for dead, mostly. */
    long longerThanALease(Random random) {
        return Workload.DEAD_AFTER.toMillis() + 500 + random.nextInt(2_000);
    }

    /** Writes a fault down that is over now. */
    Optional<Fault> injected(long began, Kind kind, String victim) {
        Fault fault = new Fault(began, EventLog.now(), kind, victim);
        log.write(fault);
        return Optional.of(fault);
    }

    /** Harms one wire; empty when there was nothing to harm. */
    Optional<Fault> disturb(Proxy wire, String victim, Kind kind, Random random) throws InterruptedException {
        long began = EventLog.now();
        switch (kind) {
            case COMMIT_ANSWER_DROPPED -> {
                if (!wire.dropAnswerToCommit(LONGEST_WAIT_FOR_COMMIT_MILLIS)) {
                    return Optional.empty();
                }
                return injected(EventLog.now(), kind, victim);
            }
            case CUT -> wire.cut();
            case BLACKHOLE -> {
                wire.holdUp();
                Waits.pass(500 + random.nextInt(5_000));
                if (random.nextBoolean()) {
                    wire.cut();
                }
                wire.letGo();
            }
            default -> throw new IllegalArgumentException(kind + " is no fault of a wire");
        }
        return injected(began, kind, victim);
    }

    void disturbSubmitter(Kind kind, Random random) throws InterruptedException {
        disturb(submitterWire, SUBMITTER, kind, random);
    }

    /** One at a time: who comes second waits for the server, then kills it again. */
    synchronized Optional<Fault> killServer(Random random) throws IOException, InterruptedException {
        long began = EventLog.now();
        server.kill();
        Waits.pass(random.nextInt(2_000));
        server.restart();
        return injected(began, Kind.SERVER_KILLED, Fault.EVERYBODY);
    }

    void close() throws IOException {
        submitterWire.close();
        log.close();
    }
}
