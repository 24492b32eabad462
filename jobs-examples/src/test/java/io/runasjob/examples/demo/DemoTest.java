package io.runasjob.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.runasjob.JobService;
import io.runasjob.jdbc.JdbcJobStore;
import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoTest {
    @TempDir
    Path temp;

    private final Properties settings = new Properties();
    private Path files;
    private Path database;

    @BeforeEach
    void files() throws IOException {
        files = Files.createDirectories(temp.resolve("files"));
        database = temp.resolve("db").resolve("jobs");
        Files.writeString(files.resolve("a.txt"), "apple apple banana of");
        Files.createDirectories(files.resolve("deep"));
        Files.writeString(files.resolve("deep").resolve("b ü.txt"), "Apple\ncherry");
        Files.write(files.resolve("picture.png"), new byte[] {1, 0, 2});
        Files.write(files.resolve("large.txt"), "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(files.resolve("target"));
        Files.writeString(files.resolve("target").resolve("built.txt"), "built");
    }

    @Test
    void one_job_runs_for_each_text_file_and_one_of_every_other_kind() throws Exception {
        String printed = run(0);
        assertThat(printed).contains("2 text files", "2 files skipped", "2 of 2 files, 100 %", database + ".mv.db");
        assertThat(printed).contains("2 files, 33 bytes, 6 words; the most frequent term is 'apple'");
        assertThat(printed.lines().map(String::strip)).contains("3  apple", "1  banana", "1  cherry");
        assertThat(counts())
                .containsOnly(
                        entry("file.facts COMPLETED", 2L),
                        entry("demo.flaky COMPLETED", 1L),
                        entry("demo.delayed COMPLETED", 1L),
                        entry("demo.endless CANCELLED", 1L),
                        entry("folder.summary COMPLETED", 1L));
    }

    @Test
    void the_flaky_job_is_retried_and_the_delayed_one_waits() throws Exception {
        run(0);
        try (JobService jobs = look()) {
            Job flaky = only(jobs, "demo.flaky");
            assertThat(jobs.attempts(flaky.id()))
                    .extracting(Attempt::outcome)
                    .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.SUCCEEDED);
            Job delayed = only(jobs, "demo.delayed");
            assertThat(Duration.between(
                            delayed.times().created(), delayed.times().started().orElseThrow()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(only(jobs, "demo.endless").status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @Test
    void a_second_run_keeps_the_history_of_the_first() throws Exception {
        assertThat(run(0)).contains("Kept in the database: 6 jobs of 1 run");
        assertThat(run(0)).contains("Kept in the database: 12 jobs of 2 runs");
        assertThat(counts()).contains(entry("file.facts COMPLETED", 4L));
    }

    @Test
    void a_bad_folder_gives_a_message_and_exit_code_2() throws Exception {
        files = temp.resolve("nowhere");
        assertThat(run(2)).contains("demo.dir is", "expected a folder", "nowhere");
        files = Files.createDirectories(temp.resolve("empty"));
        assertThat(run(2)).contains("holds none (0 files skipped)");
        files = temp.resolve("files").resolve("a.txt");
        assertThat(run(2)).contains("expected a folder");
    }

    @Test
    void a_bad_database_gives_a_message_and_exit_code_2() throws Exception {
        database = temp.resolve("files").resolve("a.txt").resolve("jobs");
        assertThat(run(2)).contains("The demo stops", "a.txt");
        database = temp.resolve("jobs;INIT=x");
        assertThat(run(2)).contains("demo.db is", "without ';'");
    }

    @Test
    void the_same_demo_runs_on_mongodb() throws Exception {
        MongoServer fake = new MongoServer(new MemoryBackend());
        try {
            fake.bind();
            settings.setProperty("demo.store", "mongo");
            settings.setProperty(
                    "demo.uri", "mongodb://127.0.0.1:" + fake.getLocalAddress().getPort() + "/demo");
            assertThat(run(0))
                    .contains("2 of 2 files, 100 %", "Kept in the database: 6 jobs of 1 run", "MongoDB database");
            assertThat(run(0)).contains("Kept in the database: 12 jobs of 2 runs");
            assertThat(database).doesNotExist();
        } finally {
            fake.shutdownNow();
        }
    }

    @Test
    void a_store_of_another_kind_gives_a_message_and_exit_code_2() throws Exception {
        settings.setProperty("demo.store", "paper");
        assertThat(run(2)).contains("demo.store is 'paper', expected h2 or mongo");
    }

    private String run(int exitCode) throws InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            settings.setProperty("demo.dir", files.toString());
            settings.setProperty("demo.db", database.toString());
            assertThat(Demo.run(settings, out)).isEqualTo(exitCode);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private JobService look() {
        return JobService.builder()
                .store(JdbcJobStore.open("jdbc:h2:file:" + database))
                .submitOnly()
                .start();
    }

    private Map<String, Long> counts() {
        try (JobService jobs = look()) {
            return jobs.list(JobQuery.all().limit(500)).items().stream()
                    .collect(Collectors.groupingBy(job -> job.type() + " " + job.status(), Collectors.counting()));
        }
    }

    private static Job only(JobService jobs, String type) {
        List<Job> found = jobs.list(JobQuery.all().type(type)).items();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
