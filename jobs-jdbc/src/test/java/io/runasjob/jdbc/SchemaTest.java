package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.JobQuery;
import io.runasjob.job.SchemaVersionException;
import io.runasjob.job.StoreUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static final int NODES = 4;

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void nodes_that_start_at_once_on_an_empty_schema_all_open(JdbcDialect dialect) throws Exception {
        String url = Databases.empty(dialect);
        CyclicBarrier start = new CyclicBarrier(NODES);
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            List<Future<?>> opened = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                opened.add(threads.submit(() -> {
                    start.await(1, TimeUnit.MINUTES);
                    openAndUse(JdbcJobStore.builder().url(url));
                    return null;
                }));
            }
            for (Future<?> node : opened) {
                node.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_schema_that_holds_tables_of_the_host_is_fine(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        Databases.execute(url, "create table customer (id integer)", "create view buyer as select id from customer");
        openAndUse(JdbcJobStore.builder().url(url));
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void the_printed_text_makes_a_schema_that_a_store_accepts_without_migrating(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        Databases.execute(url, JdbcSchema.print(dialect));
        openAndUse(JdbcJobStore.builder().url(url).migrate(false));
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void the_printed_text_may_be_run_again(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        Databases.execute(url, JdbcSchema.print(dialect), JdbcSchema.print(dialect));
        openAndUse(JdbcJobStore.builder().url(url).migrate(false));
    }

    /** There, the statements before the one that failed stay, and Flyway remembers the failure. */
    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "MYSQL"})
    void a_migration_that_broke_half_way_is_repeated(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        Databases.execute(url, "create view job_schema as select 0 as version");
        try (CapturedLog quiet = new CapturedLog()) {
            assertThatThrownBy(() -> openAndUse(JdbcJobStore.builder().url(url)))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(quiet.lines("JdbcSchema")).allMatch(line -> line.contains("it is repeated"));
        }
        Databases.execute(url, "select name from job_queue", "drop view job_schema");
        openAndUse(JdbcJobStore.builder().url(url));
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void printed_tables_are_left_alone_by_a_store_that_may_migrate_and_migrations_go_on_from_their_version(
            JdbcDialect dialect) throws SQLException {
        String url = Databases.empty(dialect);
        Databases.execute(url, JdbcSchema.print(dialect));
        try (JdbcJobStore store = JdbcJobStore.open(url)) {
            store.insert(Samples.jobs(3));
        }
        try (JdbcJobStore store = JdbcJobStore.open(url);
                Connection connection = DriverManager.getConnection(url)) {
            WatchedDataSource source = new WatchedDataSource(url);
            JdbcSchema.flyway(source, new Sql(dialect, "job")).migrate();
            JdbcSchema.validate(source, "job");

            assertThat(store.list(JobQuery.all()).items()).hasSize(3);
            String quote = connection.getMetaData().getIdentifierQuoteString();
            String history =
                    "select 'version' from 'job_schema_history' where 'type' = ".replace("'", quote) + "'BASELINE'";
            assertThat(Query.list(connection, history, row -> row.getString(1))).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_schema_without_tables_is_refused_when_the_store_may_not_migrate(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        assertThatThrownBy(() -> openAndUse(JdbcJobStore.builder().url(url).migrate(false)))
                .isInstanceOf(SchemaVersionException.class)
                .hasMessageContaining("no table job_schema")
                .hasMessageContaining("JdbcSchema.print");
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void tables_of_an_older_version_are_refused_when_the_store_may_not_migrate(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        Databases.execute(url, JdbcSchema.print(dialect), "update job_schema set version = 0");
        assertThatThrownBy(() -> openAndUse(JdbcJobStore.builder().url(url).migrate(false)))
                .isInstanceOf(SchemaVersionException.class)
                .hasMessageContaining("version 0");
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void tables_of_a_newer_version_are_refused(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        openAndUse(JdbcJobStore.builder().url(url));
        Databases.execute(url, "update job_schema set version = 99");
        assertThatThrownBy(() -> openAndUse(JdbcJobStore.builder().url(url)))
                .isInstanceOf(SchemaVersionException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("newer version of the library");
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void stores_with_different_prefixes_live_side_by_side(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        openAndUse(JdbcJobStore.builder().url(url));
        openAndUse(JdbcJobStore.builder().url(url).tablePrefix("Other_2"));
        Databases.execute(url, "select * from Other_2", "select * from Other_2_history", "select * from job_history");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1job", "job-1", "job; drop table x", "_job", "j34567890123456789012345678901x2"})
    void an_illegal_prefix_is_refused(String prefix) {
        assertThatThrownBy(() -> JdbcJobStore.builder().tablePrefix(prefix))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("table prefix");
        assertThatThrownBy(() -> JdbcSchema.print(JdbcDialect.H2, prefix)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void the_printed_text_carries_the_prefix_and_no_placeholder() {
        for (JdbcDialect dialect : JdbcDialect.values()) {
            assertThat(JdbcSchema.print(dialect, "work"))
                    .containsPattern("create table (if not exists )?work \\(")
                    .containsPattern("create table (if not exists )?work_history \\(")
                    .doesNotContain("${");
        }
    }

    private static void openAndUse(JdbcJobStoreBuilder builder) {
        try (JdbcJobStore store = builder.build()) {
            store.open();
            store.open();
            assertThat(store.list(JobQuery.all()).items()).isEmpty();
        }
    }
}
