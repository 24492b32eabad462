package io.runasjob.jdbc;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.jdbc.WorkerProcess.Handlers;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * First readings of speed, printed as a table: {@code mvn -Preadings}. Jobs per second of 20,000 no-op jobs, submitted in one
 * call, then run; and the latency from submit to start on an idle node, in the same JVM and from another. PostgreSQL is
 * durable (fsync, synchronous_commit, full_page_writes on); H2 is a file with its defaults. Not a test: nothing is asserted.
 */
final class FirstReadings {
    private static final int JOBS = 20_000;
    private static final int ROUNDS = 3;
    private static final int PROBES = 300;
    private static final Duration LONG = Duration.ofMinutes(5);

    private FirstReadings() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start()) {
            String postgres = server.getJdbcUrl("postgres", "postgres");
            printSettings(postgres);
            throughput("H2 file", h2File());
            throughput("PostgreSQL", postgres);
            latencyHere(postgres);
            latencyThere(postgres);
        }
    }

    private static String h2File() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "readings");
        return "jdbc:h2:" + folder.toAbsolutePath() + "/jobs";
    }

    private static void printSettings(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("server_version", "fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    row.next();
                    System.out.printf("%-20s %s%n", setting, row.getString(1));
                }
            }
        }
        System.out.printf(
                "%-20s %d, Java %s%n", "processors", Runtime.getRuntime().availableProcessors(), Runtime.version());
    }

    private static void throughput(String name, String url) throws InterruptedException {
        try (JobService jobs = service(url, true)) {
            for (int round = 0; round <= ROUNDS; round++) {
                jobs.pause("default");
                long begin = System.nanoTime();
                List<JobHandle<Void>> handles = jobs.submitAll(noops());
                long submitted = System.nanoTime();
                jobs.resume("default");
                handles.get(handles.size() - 1).await(LONG);
                awaitNoneLeft(jobs);
                long done = System.nanoTime();
                print(
                        name + (round == 0 ? " (warm-up)" : ""),
                        perSecond(submitted - begin),
                        perSecond(done - submitted));
            }
        }
    }

    private static void awaitNoneLeft(JobService jobs) {
        JobQuery unfinished = JobQuery.all()
                .status(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.SCHEDULED)
                .limit(1);
        while (!jobs.list(unfinished).items().isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void print(String name, long submitted, long run) {
        System.out.printf("%-24s submit %,9d jobs/s   run %,9d jobs/s%n", name, submitted, run);
    }

    private static long perSecond(long nanos) {
        return JOBS * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private static List<JobRequest<Void>> noops() {
        List<JobRequest<Void>> requests = new ArrayList<>(JOBS);
        for (int i = 0; i < JOBS; i++) {
            requests.add(JobRequest.of(Handlers::noop));
        }
        return requests;
    }

    private static void latencyHere(String url) throws InterruptedException {
        try (JobService jobs = service(url, true)) {
            latency("same JVM", jobs);
        }
    }

    private static void latencyThere(String url) throws IOException, InterruptedException {
        try (ChildJvm worker = ChildJvm.start(WorkerProcess.class, url, "4");
                JobService jobs = service(url, false)) {
            worker.await("READY");
            latency("other JVM", jobs);
        }
    }

    private static void latency(String name, JobService jobs) throws InterruptedException {
        probe(jobs);
        long[] nanos = probe(jobs);
        Arrays.sort(nanos);
        System.out.printf(
                "submit to start, %-10s p50 %.2f ms   p95 %.2f ms   p99 %.2f ms%n",
                name, millis(nanos, 50), millis(nanos, 95), millis(nanos, 99));
    }

    private static long[] probe(JobService jobs) throws InterruptedException {
        long[] nanos = new long[PROBES];
        for (int i = 0; i < PROBES; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30)); // the node shall be idle
            long begin = System.nanoTime();
            nanos[i] = jobs.submit(Handlers::startedNanos).await(LONG) - begin;
        }
        return nanos;
    }

    private static double millis(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }

    private static JobService service(String url, boolean works) {
        var builder = JobService.builder().store(JdbcJobStore.open(url)).register(new Handlers(new Semaphore(0)));
        return (works ? builder.queue("default", 8) : builder.submitOnly()).start();
    }
}
