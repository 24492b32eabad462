package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.jdbc.WatchedDataSource.Noted;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NodeRegistry.Registration;
import io.runasjob.spi.WakeUp.Bell;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many rows of the live table each statement of a claim, and of a look, reads when there are many of them, as the database
 * counts while it runs the statement once more. The tables were never analysed by hand.
 */
class ClaimReadsTest {
    private static final int LIVE = 100_000;
    private static final int CLAIMED = 50;
    private static final int MOST_BESIDE = 10;

    private static final Pattern LIVE_TABLE = Pattern.compile("\\bjob\\b");

    private static final Pattern H2_SCAN = Pattern.compile("scanCount: (\\d+)");
    private static final Pattern POSTGRES_SCAN =
            Pattern.compile("Scan (?:using \\w+ )?on job\\b.* rows=([0-9.]+) loops=(\\d+)");
    private static final Pattern POSTGRES_FILTER = Pattern.compile("Rows Removed by Filter: (\\d+)");
    private static final Pattern MARIADB_SCAN = Pattern.compile(
            "\"table_name\": \"(?:job|j)\",.*?\"r_loops\": (\\d+),.*?\"r_rows\": ([0-9.]+),", Pattern.DOTALL);

    private static final Pattern MYSQL_SCAN =
            Pattern.compile(" on (?:job|j)\\b.*\\(actual time=\\S+ rows=([0-9.e+]+) loops=(\\d+)\\)");

    @ParameterizedTest
    @EnumSource
    void a_claim_reads_hardly_more_rows_than_it_returns_however_many_there_are(JdbcDialect dialect) throws Exception {
        assertReadsFew(
                dialect,
                1,
                (store, node) -> assertThat(Samples.claim(store, node, CLAIMED)).hasSize(CLAIMED));
    }

    @ParameterizedTest
    @EnumSource
    void a_look_reads_hardly_more_rows_than_run_however_many_there_are(JdbcDialect dialect) throws Exception {
        assertReadsFew(dialect, 0, (store, node) -> {
            assertThat(store.look(node)).containsExactly(Bell.READY);
            assertThat(store.heartbeat(node).found()).containsExactly(Bell.READY);
        });
    }

    /** The second claim, or what comes after the first; rows of the first are in the way. */
    private static void assertReadsFew(JdbcDialect dialect, double least, BiConsumer<JdbcJobStore, NodeId> act)
            throws Exception {
        String url = Databases.empty(dialect);
        List<Noted> noted = note(url, act);
        assertThat(noted).isNotEmpty();
        try (Connection connection = DriverManager.getConnection(url)) {
            for (Noted one : noted) {
                String plan = plan(connection, dialect, one);
                assertThat(reads(dialect, plan))
                        .as("%s%n%s", one.sql(), plan)
                        .isNotEmpty()
                        .allSatisfy(rows -> assertThat(rows).isBetween(least, CLAIMED + (double) MOST_BESIDE));
            }
        }
    }

    /** The statements of an act that read the live table; the doorbell, which rings when it likes, does not. */
    private static List<Noted> note(String url, BiConsumer<JdbcJobStore, NodeId> act) {
        WatchedDataSource source = new WatchedDataSource(url);
        try (JdbcJobStore store = JdbcJobStore.of(source)) {
            store.open();
            store.insert(Samples.jobs(LIVE));
            NodeId node = NodeId.random();
            store.register(new Registration(node, "here", 1, Set.of(), Set.of(), Duration.ofMinutes(5)));
            assertThat(Samples.claim(store, node, CLAIMED)).hasSize(CLAIMED);
            source.forget();
            act.accept(store, node);
            return source.noted().stream()
                    .filter(noted -> LIVE_TABLE.matcher(noted.sql()).find())
                    .toList();
        }
    }

    private static String plan(Connection connection, JdbcDialect dialect, Noted noted) throws SQLException {
        connection.setAutoCommit(false);
        hint(connection, Grammar.of(dialect).byIndexOnly());
        try (PreparedStatement statement =
                connection.prepareStatement(analyze(dialect) + withoutHints(dialect, noted.sql()))) {
            noted.bindTo(statement);
            try (ResultSet rows = statement.executeQuery()) {
                StringBuilder plan = new StringBuilder();
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
                return plan.toString();
            }
        } finally {
            connection.rollback();
        }
    }

    private static String withoutHints(JdbcDialect dialect, String sql) {
        String hints = Grammar.of(dialect).byIndexOnly();
        int at = hints.isEmpty() ? -1 : sql.indexOf(hints);
        return at < 0 ? sql : sql.substring(at + hints.length() + 2);
    }

    private static void hint(Connection connection, String hints) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!hints.isEmpty()) {
                statement.execute(hints);
            }
        }
    }

    private static String analyze(JdbcDialect dialect) {
        return switch (dialect) {
            case H2, MYSQL -> "explain analyze ";
            case POSTGRESQL -> "explain (analyze) ";
            case MARIADB -> "analyze format=json ";
        };
    }

    private static List<Double> reads(JdbcDialect dialect, String plan) {
        return switch (dialect) {
            case H2 ->
                H2_SCAN.matcher(plan).results().map(scan -> number(scan, 1)).toList();
            case POSTGRESQL -> postgresReads(plan);
            case MARIADB ->
                MARIADB_SCAN
                        .matcher(plan)
                        .results()
                        .map(scan -> number(scan, 1) * number(scan, 2))
                        .toList();
            case MYSQL ->
                MYSQL_SCAN
                        .matcher(plan)
                        .results()
                        .map(scan -> number(scan, 1) * number(scan, 2))
                        .toList();
        };
    }

    /** Rows that pass the filter and rows that do not are counted apart. */
    private static List<Double> postgresReads(String plan) {
        List<Double> reads = new ArrayList<>();
        for (String step : plan.split("->", -1)) {
            POSTGRES_SCAN.matcher(step).results().findFirst().ifPresent(scan -> {
                double removed = POSTGRES_FILTER
                        .matcher(step)
                        .results()
                        .mapToDouble(filter -> number(filter, 1))
                        .sum();
                reads.add((number(scan, 1) + removed) * number(scan, 2));
            });
        }
        return reads;
    }

    private static double number(MatchResult match, int group) {
        return Double.parseDouble(match.group(group));
    }
}
