package io.runasjob.jdbc;

import io.runasjob.JobService;
import io.runasjob.annotation.RunAsJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker in a JVM of its own, with jobs that do it harm: {@code url}. It says READY, and to whoever speaks with it which loops
 * live. Its end of input ends it.
 */
final class PoisonProcess {
    static final int WORKERS = 4;

    private PoisonProcess() {}

    /** The same handlers in every process. */
    static final class Handlers {
        private static final int MEGABYTE = 1 << 20;

        /** Held while memory runs out: what was claimed ahead is still there then, however long it takes. */
        private static final Object HOARDING = new Object();

        @RunAsJob(type = "halt")
        void halt() {
            Runtime.getRuntime().halt(3);
        }

        @RunAsJob(type = "hoard")
        int hoard() {
            synchronized (HOARDING) {
                List<byte[]> hoard = new ArrayList<>();
                while (hoard.size() < 1_000_000) {
                    hoard.add(new byte[MEGABYTE]);
                }
                return hoard.size();
            }
        }

        @RunAsJob(type = "quick")
        int quick(int number) {
            synchronized (HOARDING) {
                return number;
            }
        }

        /** Takes long enough to be there when the others are killed. */
        @RunAsJob(type = "long", queue = "long")
        boolean longOne() throws InterruptedException {
            return !new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS);
        }
    }

    public static void main(String[] arguments) throws IOException {
        JobService service = JobService.builder()
                .store(JdbcJobStore.open(arguments[0]))
                .register(new Handlers())
                .queue("default", WORKERS / 2)
                .queue("long", WORKERS / 2)
                .heartbeat(WorkerProcess.HEARTBEAT)
                .deadAfter(WorkerProcess.DEAD_AFTER)
                .start();
        System.out.println("READY");
        System.out.flush();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            System.out.println("LOOPS " + String.join(" ", loops()));
            System.out.flush();
        }
        service.close();
    }

    private static List<String> loops() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("runasjob-") && !name.startsWith("runasjob-worker-"))
                .sorted()
                .toList();
    }
}
