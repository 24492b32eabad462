package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.job.JobRequest;
import io.runasjob.job.StoreUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promise 5: a database that goes away stops nothing for good. */
@Timeout(180)
class OutageIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern LOOP = Pattern.compile("WARN .*Loop .*loop=\"?([\\w-]+)");

    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private EmbeddedPostgres server;
    private volatile boolean submitting = true;

    @Test
    void work_goes_on_within_ten_seconds_after_an_outage_and_nothing_is_lost(@TempDir Path folder) throws Exception {
        EmbeddedPostgres first = server(folder, 0);
        server = first;
        try (CapturedLog log = new CapturedLog();
                JobService service = service(first.getJdbcUrl("postgres", "postgres"))) {
            CompletableFuture<List<JobHandle<Integer>>> accepted =
                    CompletableFuture.supplyAsync(() -> submitUntilTold(service), OwnThread::start);
            await().atMost(LONG).until(() -> runs("one") > 100 && runs("two") > 100);

            first.close();
            await().atMost(LONG)
                    .until(() -> refused.get() > 0 && warnedLoops(log).containsKey("claimer"));
            int one = runs("one");
            int two = runs("two");
            server = server(folder, first.getPort());

            await().atMost(Duration.ofSeconds(10)).until(() -> runs("one") > one + 10 && runs("two") > two + 10);
            submitting = false;
            assertThat(accepted).succeedsWithin(LONG);
            for (JobHandle<Integer> handle : accepted.join()) {
                assertThat(handle.await(LONG)).isEqualTo(1);
            }
            assertThat(warnedLoops(log).values()).as("%s", warnedLoops(log)).allMatch(count -> count <= 2);
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private JobService service(String url) {
        return JobService.builder()
                .store(JdbcJobStore.open(url))
                .handler("work", String.class, (queue, job) -> {
                    runs.computeIfAbsent(queue, name -> new AtomicInteger()).incrementAndGet();
                    return 1;
                })
                .queue("one", 2)
                .queue("two", 2)
                .heartbeat(Duration.ofSeconds(1))
                .grace(Duration.ofSeconds(1))
                .start();
    }

    /** One job at a time in each queue; the next when these were accepted. */
    private List<JobHandle<Integer>> submitUntilTold(JobService service) {
        List<JobHandle<Integer>> accepted = new ArrayList<>();
        while (submitting) {
            try {
                accepted.addAll(service.submitAll(List.of(request("one"), request("two"))));
            } catch (StoreUnavailableException e) {
                refused.incrementAndGet();
            }
        }
        return accepted;
    }

    private static JobRequest<Integer> request(String queue) {
        return JobRequest.<Integer>ofType("work", queue).queue(queue);
    }

    private int runs(String queue) {
        return runs.getOrDefault(queue, new AtomicInteger()).get();
    }

    /** How often each loop has warned. */
    private static Map<String, Long> warnedLoops(CapturedLog log) {
        return log.lines("Loop").stream()
                .map(LOOP::matcher)
                .filter(Matcher::find)
                .collect(Collectors.groupingBy(match -> match.group(1), Collectors.counting()));
    }

    private static EmbeddedPostgres server(Path folder, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }
}
