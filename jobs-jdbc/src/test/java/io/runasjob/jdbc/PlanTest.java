package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.job.Outcome;
import io.runasjob.job.Progress;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.ClaimRequest.Position;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.ProgressUpdate;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What PostgreSQL plans for the engine's own statements without knowing values: on tables that were never analysed, and on a
 * table that was analysed when nothing ran, which makes the planner think that a look at all running jobs costs nothing.
 */
@ParameterizedClass
@EnumSource
class PlanTest {
    private static final JobError ERROR = new JobError(JobError.Kind.HANDLER, "x", "", "");

    private static final String HINTS = new PostgresGrammar().byIndexOnly();

    enum Statistics {
        NONE,
        OF_READY_JOBS
    }

    @Parameter
    private Statistics statistics;

    private final NodeId node = NodeId.random();
    private final WatchedDataSource source = new WatchedDataSource(Databases.empty(JdbcDialect.POSTGRESQL));
    private final JdbcJobStore store = JdbcJobStore.of(source);

    @BeforeEach
    void fill() throws SQLException {
        store.open();
        if (statistics == Statistics.OF_READY_JOBS) {
            store.insert(Samples.jobs(3_000));
            execute("analyze job");
        }
        store.insert(Samples.jobs(100));
        source.forget();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_claim_reads_the_claim_index_in_its_order_and_looks_up_ids() throws SQLException {
        Samples.claim(store, node, 10);
        List<String> plans = plans();
        assertThat(plans).singleElement().asString().contains("using job_ready on job", "using job_pkey on job");
        assertThat(plans).allSatisfy(PlanTest::goesByIndex);
    }

    @Test
    void a_claim_that_goes_on_reads_the_claim_index_from_there() throws SQLException {
        Position position = new Position(5, Instant.now());
        store.claim(new ClaimRequest(node, List.of(new Demand(Samples.QUEUE, 10, position)), Set.of(Samples.TYPE)));
        assertThat(plans())
                .singleElement()
                .asString()
                .containsPattern(
                        "using job_ready on job\\b[^\\n]*\\n\\s+Index Cond: [^\\n]*queue\\)::text = [^\\n]*priority = [^\\n]*run_at >=");
        assertThat(plans()).allSatisfy(PlanTest::goesByIndex);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void an_insert_looks_its_ids_up_in_the_history(int jobs) throws SQLException {
        store.insert(Samples.jobs(jobs));
        assertThat(plans())
                .filteredOn(plan -> plan.contains("Insert on job "))
                .singleElement()
                .asString()
                .contains("using job_history_pkey on job_history");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void an_insert_that_claims_looks_ids_and_queues_up(int jobs) throws SQLException {
        List<NewJob> claimed = Samples.jobs(jobs).stream()
                .map(job -> job.withStart(new NewJob.ClaimedBy(node)))
                .toList();
        assertThat(store.insert(claimed))
                .allMatch(admission -> admission.claimed().isPresent());
        assertThat(plans())
                .filteredOn(plan -> plan.contains("Insert on job "))
                .singleElement()
                .asString()
                .contains("using job_history_pkey on job_history", "using job_queue_pkey on job_queue");
    }

    @Test
    void finishing_looks_up_ids() throws SQLException {
        List<Job> jobs = Samples.claim(store, node, 30);
        source.forget();
        store.finish(jobs.stream().map(PlanTest::end).toList());
        assertThat(plans()).hasSizeGreaterThan(5).allSatisfy(PlanTest::goesByIndex);
    }

    @Test
    void progress_promotion_and_rescue_go_by_an_index() throws SQLException {
        List<Job> jobs = Samples.claim(store, node, 10);
        source.forget();
        store.saveProgress(jobs.stream()
                .map(job -> new ProgressUpdate(job.lease().orElseThrow(), new Progress(1, null, null, "")))
                .toList());
        List<JobId> waiting = store.list(JobQuery.all().status(JobStatus.PENDING)).items().stream()
                .map(Job::id)
                .toList();
        store.reschedule(waiting, Duration.ofNanos(1_000));
        source.forget();
        assertThat(store.promote(10).promoted()).isEqualTo(10);
        store.rescue(3, 10);
        assertThat(plans()).hasSizeGreaterThan(4).allSatisfy(PlanTest::goesByIndex);
    }

    /** Nothing is told to the planner here, and a plan that it made while there was no job may be kept for days. */
    @Test
    void a_heartbeat_and_a_look_read_the_beginning_of_each_index() throws SQLException {
        store.register(new Registration(node, "here", 1, Set.of(), Set.of(), Duration.ofMinutes(5)));
        for (int thousands = 0; thousands < 99; thousands++) {
            store.insert(Samples.jobs(1_000));
        }
        Samples.claim(store, node, 1_000);
        source.forget();
        assertThat(store.heartbeat(node).found()).containsExactly(Bell.READY);
        assertThat(store.look(node)).containsExactly(Bell.READY);
        assertThat(plans()).hasSize(2).allSatisfy(PlanTest::looksByIndex);
        execute("truncate job");
        assertThat(plans()).hasSize(2).allSatisfy(PlanTest::looksByIndex);
    }

    private static void looksByIndex(String plan) {
        goesByIndex(plan);
        assertThat(plan).contains("job_running", "using job_ready on job", "using job_due on job");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void goesByIndex(String plan) {
        assertThat(plan)
                .doesNotContainPattern("Seq Scan on job( |\\n|$)")
                .doesNotContain("Seq Scan on job_history")
                .doesNotContainPattern("Nested Loop  [^\\n]*\\n\\s+Join Filter")
                .as("ids are looked up in the primary key, not sought in all of another index")
                .doesNotContainPattern("using job_(ready|due) on job\\b[^\\n]*\\n\\s+(Index Cond: \\(id|Filter)");
    }

    private static AttemptEnd end(Job job) {
        var lease = job.lease().orElseThrow();
        return switch (Math.floorMod(job.id().hashCode(), 4)) {
            case 0 -> new AttemptEnd.Completed(lease, null);
            case 1 -> new AttemptEnd.Failed(lease, Outcome.FAILED, ERROR);
            case 2 -> new AttemptEnd.Retry(lease, Outcome.FAILED, ERROR, Duration.ofSeconds(1));
            default -> new AttemptEnd.Released(lease);
        };
    }

    /** What the statements of an act are planned as; the planner knows what the first of them told it. */
    private List<String> plans() throws SQLException {
        List<String> plans = new ArrayList<>();
        boolean told = false;
        for (String noted : List.copyOf(source.statements())) {
            String sql = noted.replace(PostgresChannel.Ride.with(""), ""); // a ring that an insert takes along
            told |= sql.contains(HINTS);
            if (!sql.contains("pg_notify")) { // the doorbell rings when it likes
                plans.add(plan(
                        sql.substring(sql.lastIndexOf(HINTS) < 0 ? 0 : sql.lastIndexOf(HINTS) + HINTS.length() + 2),
                        told));
            }
        }
        return plans;
    }

    private String plan(String sql, boolean told) throws SQLException {
        AtomicInteger number = new AtomicInteger();
        String numbered = Pattern.compile("\\?").matcher(sql).replaceAll(mark -> "\\$" + number.incrementAndGet());
        String nulls = String.join(", ", Collections.nCopies(number.get(), "null"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(told ? HINTS : "set local enable_seqscan = on");
            statement.execute("set local plan_cache_mode = force_generic_plan");
            statement.execute("prepare act as " + numbered);
            String execute = "explain execute act" + (nulls.isEmpty() ? "" : "(" + nulls + ")");
            try (ResultSet rows = statement.executeQuery(execute)) {
                StringBuilder plan = new StringBuilder();
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
                return plan.toString();
            }
        }
    }
}
