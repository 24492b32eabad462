package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Promise 5: a database that goes away stops nothing for good. The loops of a node that are at work all the time are those of
 * {@link #loops}, and on PostgreSQL the listener of the doorbell; none tries more than twice a second while the database is
 * away, and the node says once that it went and once that it is back.
 */
@Timeout(120)
class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long OUTAGE_NANOS = Duration.ofMillis(2500).toNanos();
    private static final Set<String> ENGINE_LOOPS = Set.of("claimer", "finisher", "progress", "promoter", "heartbeat");

    private static final Map<JdbcDialect, TroubledServer> SERVERS = new ConcurrentHashMap<>();

    private final LoopNotes notes = new LoopNotes();

    @AfterAll
    static void stop() throws IOException {
        for (TroubledServer server : SERVERS.values()) {
            server.close();
        }
    }

    private static TroubledServer server(JdbcDialect dialect) throws Exception {
        if (!SERVERS.containsKey(dialect)) {
            SERVERS.put(dialect, TroubledServer.start(dialect));
        }
        return SERVERS.get(dialect);
    }

    /** Without a pool: each try is one of the loop's own. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_server_that_is_killed_and_started_again(JdbcDialect dialect) throws Exception {
        TroubledServer server = server(dialect);
        try (CapturedLog log = new CapturedLog();
                OutageLoad load = new OutageLoad(notes.around(() -> unpooled(server.url())))) {
            server.kill();
            awaitFailuresOf("claimer", "heartbeat");
            server.revive();
            assertResumes(load, dialect, "server killed and started");
            load.assertNothingLostNorDoubled();
            assertToldOnce(log);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void all_sessions_are_ended(JdbcDialect dialect) throws Exception {
        TroubledServer server = server(dialect);
        try (CapturedLog log = new CapturedLog();
                HikariDataSource pool = pool(server.url(), 10);
                OutageLoad load = new OutageLoad(notes.around(pool::getConnection))) {
            server.endSessions();
            assertResumes(load, dialect, "sessions ended");
            load.assertNothingLostNorDoubled();
            assertToldAtMostOnce(log);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_server_that_is_read_only_for_a_while(JdbcDialect dialect) throws Exception {
        TroubledServer server = server(dialect);
        try (CapturedLog log = new CapturedLog();
                HikariDataSource pool = pool(server.url(), 10);
                OutageLoad load = new OutageLoad(notes.around(pool::getConnection))) {
            server.readOnly(true);
            awaitFailuresOf("heartbeat");
            server.readOnly(false);
            assertResumes(load, dialect, "read-only");
            load.assertNothingLostNorDoubled();
            assertToldOnce(log);
        }
    }

    /** The heartbeat, and the listener of the doorbell, have connections of their own. */
    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL", "MARIADB"})
    void a_host_that_takes_every_connection_of_the_pool(JdbcDialect dialect) throws Exception {
        String url = dialect == JdbcDialect.H2
                ? Databases.empty(dialect)
                : server(dialect).url();
        try (CapturedLog log = new CapturedLog();
                HikariDataSource pool = pool(url, 6);
                OutageLoad load = new OutageLoad(notes.around(pool::getConnection))) {
            List<Connection> taken = takeAll(pool);
            awaitFailuresOf("claimer");
            for (Connection connection : taken) {
                connection.close();
            }
            assertResumes(load, dialect, "pool exhausted");
            load.assertNothingLostNorDoubled();
            assertThat(notes.failures()).doesNotContainKeys("runasjob-heartbeat", "runasjob-lookout");
            assertToldOnce(log);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void commits_whose_answers_never_come(JdbcDialect dialect) throws Exception {
        TroubledServer server = server(dialect);
        Set<String> loops = loops(dialect);
        try (CapturedLog log = new CapturedLog();
                HikariDataSource pool = pool(server.url(), 10);
                OutageLoad load = new OutageLoad(notes.around(pool::getConnection))) {
            notes.loseAnswers(loops);
            await().atMost(OutageLoad.LONG).until(notes::allAnswersWereLost);
            assertResumes(load, dialect, "two answers of each loop lost");
            load.assertNothingLostNorDoubled();
            assertThat(log.lines("no longer ours")).isEmpty();
        }
    }

    private static Set<String> loops(JdbcDialect dialect) {
        Set<String> loops = new HashSet<>(ENGINE_LOOPS);
        if (dialect != JdbcDialect.H2) { // there the calls of these two run on other threads
            loops.add("awaiter");
        }
        if (dialect != JdbcDialect.POSTGRESQL) { // there the bell is heard, and heartbeats look
            loops.add("lookout");
        }
        if (dialect == JdbcDialect.MARIADB) { // elsewhere the database tells of commits
            loops.add("commit-watch");
        }
        return loops;
    }

    private void awaitFailuresOf(String... loops) {
        long start = System.nanoTime();
        await().atMost(OutageLoad.LONG)
                .until(() -> System.nanoTime() - start > OUTAGE_NANOS
                        && Stream.of(loops).allMatch(loop -> notes.failures().containsKey("runasjob-" + loop)));
    }

    /** To be called when the database is back. */
    private void assertResumes(OutageLoad load, JdbcDialect dialect, String what) {
        long back = System.nanoTime();
        int before = load.runs();
        await().atMost(SOON).until(() -> load.runs() >= before + 10);
        Duration work = Duration.ofNanos(System.nanoTime() - back);
        Set<String> loops = loops(dialect);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(notes.resumed(loops, back)).containsOnlyKeys(loops));
        System.out.printf(
                "%s, %s: 10 jobs after %d ms; loops %s; tries in vain %s, at most %d in a second%n",
                dialect,
                what,
                work.toMillis(),
                notes.resumed(loops, back),
                notes.failures(),
                notes.mostFailuresInOneSecond());
        assertThat(notes.resumed(loops, back).values()).allMatch(time -> time.compareTo(SOON) < 0);
        assertThat(notes.mostFailuresInOneSecond()).isLessThanOrEqualTo(2);
    }

    private static void assertToldOnce(CapturedLog log) {
        await().atMost(SOON).until(() -> !returns(log).isEmpty());
        assertToldAtMostOnce(log);
        assertThat(returns(log)).hasSize(1);
    }

    private static void assertToldAtMostOnce(CapturedLog log) {
        await().atMost(SOON)
                .until(() -> returns(log).size()
                        == log.lines("Outage - .*does not answer").size());
        assertThat(log.lines(""))
                .filteredOn(line -> line.contains(" WARN io.runasjob"))
                .hasSizeLessThanOrEqualTo(1 + consequences(log));
        assertThat(returns(log)).hasSizeLessThanOrEqualTo(1);
    }

    private static List<String> returns(CapturedLog log) {
        return log.lines("Outage - .*answers again");
    }

    /** A claim that was cut off is put right, and a slow machine may outlast the lease of the node: that is said too. */
    private static int consequences(CapturedLog log) {
        return log.lines("of a claim whose answer was lost|for two thirds of the lease|taken for dead")
                .size();
    }

    private static List<Connection> takeAll(DataSource pool) throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            while (taken.size() < 1_000) {
                taken.add(pool.getConnection());
            }
            throw new AssertionError("a pool without an end");
        } catch (SQLTransientConnectionException e) {
            return taken;
        }
    }

    private static Connection unpooled(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    private static HikariDataSource pool(String url, int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setAutoCommit(false);
        pool.setMaximumPoolSize(size);
        pool.setConnectionTimeout(500);
        return pool;
    }
}
