package io.runasjob.chaos;

import io.runasjob.chaos.check.Property;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.FinalState;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.server.DatabaseServer;
import io.runasjob.chaos.work.Ground;
import io.runasjob.chaos.work.Submitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One run, from the start of the server to the report. */
final class ChaosRun {
    private static final int SLOTS = 4;
    private static final long LONGEST_REST_MILLIS = 120_000;

    private final Settings settings;
    private final Random random;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "chaos");
        thread.setDaemon(true);
        return thread;
    });

    ChaosRun(Settings settings) {
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    /** Runs it all, and says what came of it. The data of the server stays where something is wrong; the logs stay always. */
    Report run() throws Exception {
        Path data = Files.createDirectories(settings.folder().resolve("data"));
        Report report = report(data);
        if (report.isGood()) {
            delete(data);
        }
        return report;
    }

    private Report report(Path data) throws Exception {
        try (DatabaseServer server = DatabaseServer.start(settings.engine(), data)) {
            return report(server);
        } finally {
            threads.shutdownNow();
        }
    }

    private Report report(DatabaseServer server) throws Exception {
        try (Ground ground = Ground.at(server.url())) {
            ground.prepare();
            Deck deck = Deck.of(settings, server, random);
            FinalState state = disturb(server, ground, deck);
            state.save(settings.folder());
            Set<Property> unproved = ground.hasTransactions() ? Set.of() : Property.ofTransactions();
            History history = History.read(settings.folder(), state);
            return new Report(settings, server.note(), deck.asked(), unproved, history);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private FinalState disturb(DatabaseServer server, Ground ground, Deck deck) throws Exception {
        Scene scene = new Scene(server, settings.folder());
        List<Slot> slots = new ArrayList<>();
        try (EventLog log = EventLog.open(History.logOf(settings.folder(), Scene.SUBMITTER))) {
            for (int number = 1; number <= SLOTS; number++) {
                slots.add(new Slot(number, scene, new Random(random.nextLong())));
            }
            Submitter submitter = new Submitter(scene.submitterUrl(), log, new Random(random.nextLong()));
            Future<?> submitting = threads.submit(submitter);
            strikeAll(slots, deck);
            submitter.stop();
            submitting.get(LONGEST_REST_MILLIS, TimeUnit.MILLISECONDS);
            return rest(ground, slots);
        } finally {
            for (Slot slot : slots) {
                slot.abandon();
            }
            scene.close();
        }
    }

    private void strikeAll(List<Slot> slots, Deck deck)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + settings.longest().toNanos();
        List<Future<?>> striking = new ArrayList<>();
        for (Slot slot : slots) {
            striking.add(threads.submit(() -> {
                slot.strikeAll(deck);
                return slot;
            }));
        }
        for (Future<?> each : striking) {
            each.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /** No more faults: everything that can end ends, then the workers do. What did not end is for the checker to see. */
    private static FinalState rest(Ground ground, List<Slot> slots) throws IOException, InterruptedException {
        for (Slot slot : slots) {
            slot.ensureWorker();
        }
        try (LastLook look = new LastLook(ground)) {
            Waits.until(look::isAtRest, LONGEST_REST_MILLIS);
            for (Slot slot : slots) {
                slot.close();
            }
            return look.state();
        }
    }
}
